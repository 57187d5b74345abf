"""mitmproxy's flow files: the format they are in, the record a flow is, the versions that came before."""
