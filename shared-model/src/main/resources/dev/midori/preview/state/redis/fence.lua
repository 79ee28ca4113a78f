-- Put before every script of a worker that holds a job. ARGV: id, epoch, owner, lease, then the script's own.
-- Only a higher epoch or an end is final: a lease that ran out unnoticed is simply renewed.
--   ENDED       nothing remains to be done
--   TAKEN       another works on it
--   SUPERSEDED  a command with newer files waits for the job
--   LOST        nobody has it any more: the record is gone, was set back by a failover, or its next holder fell silent
local id, epoch, owner, lease = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local function refused()
  local status = get(id, 'status')
  if not status then return 'LOST' end
  if not LIVE[status] then return 'ENDED' end
  if get(id, 'epoch') ~= epoch or get(id, 'leaseOwner') ~= owner then
    local held = number(id, 'epoch') > tonumber(epoch) and number(id, 'leaseUntil') > now
    return held and 'TAKEN' or 'LOST'
  end
  if number(id, 'supersededBy') > number(id, 'jobRevision') then return 'SUPERSEDED' end
  redis.call('HSET', hash(id), 'leaseUntil', text(now + lease))
  redis.call('PEXPIRE', hash(id), LIVE_TTL)
  return nil
end
local no = refused()
if no then return no end
