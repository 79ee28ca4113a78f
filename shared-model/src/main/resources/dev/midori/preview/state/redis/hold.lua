-- Takes a sandbox that runs, to change or read its files. ARGV: id, user, owner, copy id, lease
local id, copy, lease = ARGV[1], ARGV[4], tonumber(ARGV[5])
if get(id, 'userId') ~= ARGV[2] or get(id, 'status') ~= 'running' then return { 'ENDED' } end
if number(id, 'leaseUntil') > now and get(id, 'leaseCopy') ~= copy and not lease_yields(id) then
  return { 'HELD', get(id, 'leaseUntil'), '0' }
end
-- A holder that fell silent may have died of this very change.
if get(id, 'leaseOwner') and not lease_yields(id) then redis.call('HINCRBY', hash(id), 'silences', 1) end
local epoch = next_epoch(id)
redis.call('HSET', hash(id), 'epoch', text(epoch), 'leaseOwner', ARGV[3], 'leaseCopy', copy, 'leaseUntil', text(now + lease))
return { 'TAKEN', text(epoch), 'UPDATE', redis.call('HGETALL', hash(id)) }
