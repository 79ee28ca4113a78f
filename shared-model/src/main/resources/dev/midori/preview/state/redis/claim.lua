-- A worker takes a job by raising its epoch. ARGV: id, user, project, content hash, first grant, owner, copy id, lease,
--   total timeout, issued at
local id, owner, copy = ARGV[1], ARGV[6], ARGV[7]
local lease, total, issuedAt = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])

local status = get(id, 'status')
if not status then
  if now - issuedAt > total then return { 'TOO_OLD' } end
  -- Redis lost it: the command alone is enough to have it anew.
  start_record(id, ARGV[2], ARGV[3], ARGV[4], ARGV[5])
elseif status ~= 'creating' and status ~= 'building' then
  return { 'ENDED', status }
elseif number(id, 'leaseUntil') > now and get(id, 'leaseCopy') ~= copy then
  return { 'HELD', get(id, 'leaseUntil') }
end

-- Redis's time keeps the epoch rising over a failover that lost the last one.
local epoch = math.max(number(id, 'epoch') + 1, now)
redis.call('HSET', hash(id), 'epoch', text(epoch), 'leaseOwner', owner, 'leaseCopy', copy,
  'leaseUntil', text(now + lease), 'updatedAt', text(now))
if redis.call('HSETNX', hash(id), 'acceptedAt', text(now)) == 1 then look_at(id, number(id, 'createdAt') + total) end
return { 'TAKEN', text(epoch), redis.call('HGETALL', hash(id)) }
