"""An open replication of Wolford & Ritter (2016), raw data to tables and figures."""
