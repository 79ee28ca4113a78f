-- Takes a sandbox that runs, to change or read its files. ARGV: id, user, owner, copy id, lease
local id, copy, lease = ARGV[1], ARGV[4], tonumber(ARGV[5])
if get(id, 'userId') ~= ARGV[2] or get(id, 'status') ~= 'running' then return { 'ENDED' } end
if number(id, 'leaseUntil') > now and get(id, 'leaseCopy') ~= copy and not lease_yields(id) then
  return { 'HELD', get(id, 'leaseUntil'), '0' }
end
return { 'TAKEN', take(id, ARGV[3], copy, lease), 'UPDATE', redis.call('HGETALL', hash(id)) }
