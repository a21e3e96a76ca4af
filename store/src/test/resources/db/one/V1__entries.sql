CREATE TABLE one.entry (number INT PRIMARY KEY);
