-- Put before every script of a worker that holds a job. ARGV: id, epoch, owner, lease, then the script's own.
-- Only a higher epoch or an end is final: a lease that ran out unnoticed is simply renewed.
local id, epoch, owner, lease = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local function refused()
  local status = get(id, 'status')
  if not status then return 'LOST' end
  if status ~= 'creating' and status ~= 'building' then return 'ENDED' end
  if get(id, 'epoch') ~= epoch or get(id, 'leaseOwner') ~= owner then return 'TAKEN' end
  redis.call('HSET', hash(id), 'leaseUntil', text(now + lease))
  redis.call('PEXPIRE', hash(id), LIVE_TTL)
  return nil
end
local no = refused()
if no then return no end
