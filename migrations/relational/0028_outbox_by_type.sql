-- Who takes in news looks for those of its types only, however many others lie between.
create index outbox_by_type on outbox (type, txid, id);
drop index outbox_order;
