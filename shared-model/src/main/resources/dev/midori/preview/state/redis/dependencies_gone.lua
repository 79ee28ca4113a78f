-- No sandbox could be made from a snapshot. ARGV: set, snapshot
if of(ARGV[1], 'snapshot') ~= ARGV[2] or of(ARGV[1], 'state') ~= 'ready' then return 0 end
condemn(ARGV[1])
return 1
