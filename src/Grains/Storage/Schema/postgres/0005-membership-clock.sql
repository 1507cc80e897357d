-- A silo's times are taken from the database's clock, whatever the clock of the silo's machine says: silos whose clocks differ would
-- think each other silent for days, or alive when they are not. A change of status or votes, which any silo may write, leaves them.
UPDATE OrleansQuery SET QueryText = replace(QueryText, '@StartTime, @IAmAliveTime', 'now(), now()')
WHERE QueryKey = 'InsertMembershipKey';

UPDATE OrleansQuery SET QueryText = replace(QueryText, 'IAmAliveTime = @IAmAliveTime', 'IAmAliveTime = now()')
WHERE QueryKey = 'UpdateIAmAlivetimeKey';

UPDATE OrleansQuery SET QueryText = replace(QueryText, ', IAmAliveTime = @IAmAliveTime', '')
WHERE QueryKey = 'UpdateMembershipKey';
