using Tracker.Cluster.Nodes;

namespace Tracker.Cluster.Tests.Nodes;

public sealed class PgBouncerConsoleTests
{
    [Fact]
    public void Clients_are_parsed_by_column_name_without_the_footer()
    {
        const string output = """
            type|user|database|state|addr|port|connect_time|application_name
            C|tracker_read|tracker|active|127.0.0.1|44724|2026-11-22 19:15:36 UTC|tracker-drill
            C|pgbouncer_stats|pgbouncer|active|127.0.0.1|54824|2026-11-22 19:15:44 UTC|psql
            (2 rows)
            """;
        Assert.Equal(
            [
                new PgBouncerClient("tracker_read", "tracker-drill", "127.0.0.1:44724", "2026-11-22 19:15:36 UTC"),
                new PgBouncerClient("pgbouncer_stats", "psql", "127.0.0.1:54824", "2026-11-22 19:15:44 UTC"),
            ],
            PgBouncerConsole.Parse(output));
    }
}
