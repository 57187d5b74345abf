"""Records of flow files written anew: values put together, and which field of a record becomes what."""
