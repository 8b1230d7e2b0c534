namespace Keeper.Process.Tests.Standby;

/// <summary>Lets the database note who changes what, from now on.</summary>
internal static class Writers
{
    private const string Script =
        """
        CREATE TABLE written (who TEXT NOT NULL, at TIMESTAMPTZ NOT NULL, epoch BIGINT NOT NULL);
        CREATE FUNCTION note_writer() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO written SELECT session_user, clock_timestamp(), epoch FROM lease;
            RETURN NULL;
        END $$;
        DO $$
        DECLARE name TEXT;
        BEGIN
            FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('lease', 'written') LOOP
                EXECUTE format('CREATE TRIGGER writer AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION note_writer()', name);
            END LOOP;
        END $$;
        """;

    public static Task NoteWritersAsync(this SiloPair pair) => pair.ExecuteAsync(Script);

    /// <summary>How many epochs there are in which more than one silo has changed something.</summary>
    public static Task<long> SharedEpochsAsync(this SiloPair pair) => pair.ScalarAsync<long>(
        "SELECT count(*) FROM (SELECT epoch FROM written GROUP BY epoch HAVING count(DISTINCT who) > 1) AS shared");

    /// <summary>How many statements of a silo changed something while the lease had this epoch.</summary>
    public static Task<long> WritesAsync(this SiloPair pair, string user, long epoch) =>
        pair.ScalarAsync<long>($"SELECT count(*) FROM written WHERE who = '{user}' AND epoch = {epoch}");
}
