-- Put before every script. KEYS[1] is the partition's key prefix ('preview:{p07}:'): its hash tag puts every key that a
-- script makes from it into the one slot that the script runs in. Time is Redis's own, in milliseconds.
local prefix = KEYS[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local LIVE_TTL = 48 * 3600 * 1000
local LOOK_AGAIN = 60 * 1000
local BROKEN_AGAIN = 600 * 1000
local LONGEST_LIFE = 24 * 3600 * 1000
local USAGE_TTL = 8 * 24 * 3600
local SPENT_TTL = 2 * 24 * 3600
local EVENTS_KEPT = 2000
local EVENTS_AFTER = 600 * 1000
local LIVE = { creating = true, building = true, running = true }
-- Signs of clients that were told the interval; others beat at a pace of their own.
local TOLD = { heartbeat = true, hidden = true, events = true }
local REPLAYS_KEPT = 8 * 24 * 3600
local FAILURES_KEPT = 600 * 1000

local function hash(id) return prefix .. 'sandbox:' .. id end
local function get(id, field) return redis.call('HGET', hash(id), field) end
local function number(id, field) return tonumber(get(id, field) or '0') end
local function text(value) return string.format('%.0f', value) end

-- Whether it could be done: one record that can't be read keeps none of the others waiting. What Redis itself refuses, as where
-- it is out of memory, is nothing to pass over.
local function attempt(work, ...)
  local done, failure = pcall(work, ...)
  if done then return true end
  local reason = type(failure) == 'table' and failure.err or failure
  -- Lua's own errors begin with where they are.
  local unreadable = string.find(reason, '^user_script:') or string.find(reason, '^WRONGTYPE')
    or string.find(reason, '^ERR .*value is not ')
  if not unreadable then error({ err = reason }) end
  return false
end

-- What waits in the warm pool belongs to users who are nobody: no day of theirs is used up, no figure of people's counts
-- them, and nobody is expected to look at it.
local SLOTS = 'midori.pool:'
local function is_slot(user) return user and string.sub(user, 1, #SLOTS) == SLOTS end
local function is_pooled(id) return is_slot(get(id, 'userId')) end

local function say(id, ...)
  local key = prefix .. 'events:' .. id
  redis.call('XADD', key, 'MAXLEN', '~', EVENTS_KEPT, '*', ...)
  redis.call('PEXPIRE', key, get(id, 'status') == 'running' and EVENTS_AFTER or LIVE_TTL)
  redis.call('PUBLISH', 'preview:changes', id)
end

local function look_at(id, at) redis.call('ZADD', prefix .. 'due', text(at), id) end

-- Every change of status goes through here, so that the counts, the events and the record never disagree.
local function become(id, status, ...)
  local before = get(id, 'status')
  redis.call('HSET', hash(id), 'status', status, 'updatedAt', text(now), ...)
  if before ~= status then
    if not is_pooled(id) then
      if before then redis.call('HINCRBY', prefix .. 'count', before, -1) end
      redis.call('HINCRBY', prefix .. 'count', status, 1)
    end
    local ended = not LIVE[status]
    say(id, 'kind', 'status', 'status', status, ended and 'endedBecause' or 'aliveBecause',
      get(id, ended and 'endedBecause' or 'aliveBecause') or '', 'at', text(now))
  end
  redis.call('PEXPIRE', hash(id), LIVE_TTL)
end

-- The seconds of day `day` (which began at `dayStart`) that a sandbox running since `since` has used by now.
local function used_since(since, dayStart) return math.max(0, math.floor((now - math.max(since, dayStart)) / 1000)) end

local function add_usage(user, day, seconds)
  if seconds <= 0 then return end
  local key = prefix .. 'usage:' .. user .. ':' .. day
  redis.call('INCRBY', key, seconds)
  redis.call('EXPIRE', key, USAGE_TTL)
  redis.call('ZINCRBY', prefix .. 'spent:' .. day, seconds, user)
  redis.call('EXPIRE', prefix .. 'spent:' .. day, SPENT_TTL)
end

-- Books what a running sandbox has used, split at the midnight that `calendar` names: {today, its start, yesterday}.
local function settle_usage(id, calendar)
  local since = number(id, 'runningAt')
  if get(id, 'status') ~= 'running' or since == 0 or is_pooled(id) then return end
  local user, dayStart = get(id, 'userId'), tonumber(calendar.start)
  add_usage(user, calendar.today, used_since(since, dayStart))
  if since < dayStart then add_usage(user, calendar.yesterday, math.floor((dayStart - since) / 1000)) end
end

local function used_today(user, calendar)
  if is_slot(user) then return 0 end
  local used = tonumber(redis.call('GET', prefix .. 'usage:' .. user .. ':' .. calendar.today) or '0')
  for _, id in ipairs(redis.call('SMEMBERS', prefix .. 'user:' .. user)) do
    if get(id, 'status') == 'running' then used = used + used_since(number(id, 'runningAt'), tonumber(calendar.start)) end
  end
  return used
end

local function free_slot(id)
  redis.call('SREM', prefix .. 'user:' .. get(id, 'userId'), id)
  redis.call('ZREM', prefix .. 'liveness', id)
  redis.call('ZREM', prefix .. 'running', id)
end

-- A record that has ended is counted no more, whether Redis still has it or not.
local function uncount(id)
  local endedAs = redis.call('HGET', prefix .. 'endedAs', id)
  if endedAs then redis.call('HINCRBY', prefix .. 'count', endedAs, -1) end
  redis.call('HDEL', prefix .. 'endedAs', id)
end

-- Nobody holds the job any more, and whoever did has lived to say so.
local function let_go(id) redis.call('HDEL', hash(id), 'leaseOwner', 'leaseCopy', 'leaseUntil', 'leaseYields', 'silences') end

-- Nobody has had it in hand for longer than a look at its page takes: it waits in a queue, or a failover has lost that it was done,
-- which can't be told here. All the files that it is about are in a sandbox of its own, where a server of older ones was ended
-- before, and nothing is owed to them: a page that answers there is its own.
local function is_unfinished(id)
  local status, revision = get(id, 'status'), get(id, 'jobRevision')
  return (status == 'creating' or status == 'building') and (tonumber(get(id, 'leaseUntil')) or 0) <= now
    and (tonumber(get(id, 'updatedAt')) or 0) <= now - LOOK_AGAIN
    and (get(id, 'daytonaId') or '') ~= '' and (get(id, 'uploadedAt') or '') ~= ''
    and revision and get(id, 'filesRevision') == revision
    and (get(id, 'rebuildOwed') or '') == '' and (get(id, 'poolDonor') or '') == '' and not is_pooled(id)
end

-- Whoever only follows the build beside a preview gives way to changes of its files. It is said of one hold, not of the next.
local function lease_yields(id) return get(id, 'leaseYields') == get(id, 'epoch') end
local function let_lease_yield(id) redis.call('HSET', hash(id), 'leaseYields', get(id, 'epoch')) end

-- The end of a hold whose preview runs, unless a build remains to be made beside it.
local function let_go_or_build(id, build)
  if build == '' then return let_go(id) end
  redis.call('HSET', hash(id), 'build', build)
  let_lease_yield(id)
  say(id, 'kind', 'build', 'build', build, 'at', text(now))
end

-- Nothing of it is left at Daytona: the record is kept for `keep` milliseconds and then forgotten.
local function finish(id, keep)
  redis.call('HSET', hash(id), 'endedAt', text(now), 'remains', '0')
  redis.call('HDEL', hash(id), 'url', 'privateUrl', 'token')
  let_go(id)
  redis.call('ZREM', prefix .. 'due', id)
  redis.call('ZADD', prefix .. 'ended', text(now), id)
  if not is_pooled(id) then redis.call('HSET', prefix .. 'endedAs', id, get(id, 'status')) end
  say(id, 'kind', 'done', 'status', get(id, 'status'), 'at', text(now))
  redis.call('PEXPIRE', hash(id), keep)
  redis.call('PEXPIRE', prefix .. 'events:' .. id, math.min(tonumber(keep), EVENTS_AFTER))
end

-- Something may be left at Daytona as soon as a create was begun there, whether it was answered or not.
local function may_remain(id) return get(id, 'createBegunAt') ~= false end

local function begin_stop(id, reason, keep, calendar)
  settle_usage(id, calendar)
  free_slot(id)
  become(id, 'stopping', 'endedBecause', reason, 'stoppingAt', text(now))
  if may_remain(id) then
    look_at(id, now + LOOK_AGAIN)
  else
    become(id, 'stopped')
    finish(id, keep)
  end
end

-- How filling a slot went lately. What never came to a worker says nothing of its template.
local function slot(user) return prefix .. 'pool:' .. user end
local UNTRIED = { EXPIRED = true, BROKER_UNAVAILABLE = true }

local function count_fill(id, code)
  local user = get(id, 'userId')
  if not is_slot(user) or UNTRIED[code] then return end
  if code == '' then
    redis.call('HSET', slot(user), 'failures', '0', 'filledAt', text(now))
  else
    if redis.call('HGET', slot(user), 'content') ~= get(id, 'content') then redis.call('HDEL', slot(user), 'failures') end
    redis.call('HINCRBY', slot(user), 'failures', 1)
    redis.call('HSET', slot(user), 'failedAt', text(now), 'content', get(id, 'content'))
  end
  redis.call('EXPIRE', slot(user), REPLAYS_KEPT)
end

local function fail(id, keep, calendar, code, message, hint, log)
  count_fill(id, code)
  settle_usage(id, calendar)
  free_slot(id)
  become(id, 'error', 'endedBecause', 'failed', 'failureCode', code, 'failureMessage', message,
    'failureHint', hint, 'failureLog', log)
  if may_remain(id) then
    redis.call('HSET', hash(id), 'remains', '1')
    look_at(id, now + LOOK_AGAIN)
  else
    finish(id, keep)
  end
end

-- XX never adds a sandbox that has ended; GT never takes time away. The allowance says how long a client may be unheard.
local function extend(id, grant, allowance)
  if redis.call('ZADD', prefix .. 'liveness', 'XX', 'GT', 'CH', text(now + grant), id) == 1 then
    redis.call('HSET', hash(id), 'allowance', allowance)
  end
end

local function see_owner(id, sign)
  redis.call('HSET', hash(id), 'lastHeartbeatAt', text(now), 'aliveBecause', sign, 'lastVisibleAt', text(now))
end

-- When the page that shows it is gone, if no sign comes: after one and a half of its own interval. A client that beats by
-- reading may do so as slowly as half of what a read is worth until its interval is known.
local function gone_at(id, told, untold)
  local after = told
  if not TOLD[get(id, 'aliveBecause')] then
    local every = number(id, 'readsEvery')
    after = math.max(told, every > 0 and every * 1.5 or untold)
  end
  return number(id, 'lastHeartbeatAt') + after
end

-- What whoever must publish a StopSandbox needs to know.
local function stop_order(id)
  return { id, get(id, 'userId'), get(id, 'endedBecause') or 'orphan', get(id, 'daytonaId') or '', get(id, 'replayId') or '',
    get(id, 'aliveBecause') or '', get(id, 'poolDonor') or '' }
end

-- A running sandbox is looked at when its day's quota or its longest life ends, whichever comes first. What is left of
-- the day is used up by all running sandboxes of the user at once.
local function hard_stop(id, quota, calendar)
  if is_pooled(id) then return number(id, 'createdAt') + number(id, 'pooledFor') end
  local user, running = get(id, 'userId'), 0
  for _, other in ipairs(redis.call('SMEMBERS', prefix .. 'user:' .. user)) do
    if get(other, 'status') == 'running' then running = running + 1 end
  end
  local left = math.max(0, quota - used_today(user, calendar)) * 1000 / math.max(1, running)
  return math.min(now + left, number(id, 'createdAt') + LONGEST_LIFE)
end

-- The live sandboxes of a user: the one that shows this project, and the others.
local function live_of(user, project)
  local slots, same, others = prefix .. 'user:' .. user, nil, {}
  for _, live in ipairs(redis.call('SMEMBERS', slots)) do
    if not LIVE[get(live, 'status')] then
      redis.call('SREM', slots, live)
    elseif get(live, 'projectId') == project then
      same = live
    else
      others[#others + 1] = live
    end
  end
  return same, others
end

-- Where it is remembered that these files of a project failed by their own fault.
local function failure_of(user, project, content) return prefix .. 'failed:' .. user .. ':' .. project .. ':' .. content end

-- The broker has this revision.
local function confirm(id, revision)
  if revision > number(id, 'confirmed') then redis.call('HSET', hash(id), 'confirmed', text(revision)) end
end

-- A holder takes it by raising its epoch, which is answered. Redis's time keeps this, and revisions, rising over a failover that lost
-- the last ones: somebody may know of those all the same.
local function take(id, owner, copy, lease)
  -- A holder that fell silent may have died of this very work.
  if get(id, 'leaseOwner') and not lease_yields(id) then redis.call('HINCRBY', hash(id), 'silences', 1) end
  local epoch = text(math.max(number(id, 'epoch') + 1, now))
  redis.call('HSET', hash(id), 'epoch', epoch, 'leaseOwner', owner, 'leaseCopy', copy, 'leaseUntil', text(now + lease))
  return epoch
end

-- Tenths of seconds since 2026: releases that hold revisions in 32 bits read them until 2032. More often nobody asks for long.
local function rising_revision(id) return math.max(number(id, 'revision') + 1, math.floor(now / 100) - 17672256000) end

-- Other files are asked for.
local function next_revision(id)
  local revision = rising_revision(id)
  redis.call('HSET', hash(id), 'revision', text(revision), 'revisedAt', text(now), 'updatedAt', text(now))
  return revision
end

-- The highest revision that a worker will see. One whose gateway died between asking for it and publishing it is none.
local function wanted(id)
  local asked = number(id, 'revision')
  if asked <= 1 or number(id, 'revisedAt') + LOOK_AGAIN > now then return asked end
  return math.min(asked, math.max(1, number(id, 'confirmed')))
end

-- `revision` is the highest that was asked for, `applied` the highest that the preview shows.
local function start_record(id, user, project, content, revision, grant)
  redis.call('HSET', hash(id), 'userId', user, 'projectId', project, 'content', content, 'revision', text(revision),
    'applied', '0', 'step', 'queued', 'epoch', '0', 'createdAt', text(now), 'lastHeartbeatAt', text(now),
    'lastVisibleAt', text(now), 'aliveBecause', 'created', 'firstGrant', grant)
  become(id, 'creating')
  redis.call('SADD', prefix .. 'user:' .. user, id)
  if not is_slot(user) then redis.call('INCR', prefix .. 'created:' .. user) end
end
