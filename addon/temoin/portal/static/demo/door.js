// Loaded over HTTPS by the page that is served over plain HTTP: that it runs shows that the certificate is trusted.
location.replace(`https://${location.hostname}/${location.search}`);
