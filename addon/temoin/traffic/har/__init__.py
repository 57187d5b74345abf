"""HTTP Archives: what is asked of the document, its times, its cookies, its entries as flows."""
