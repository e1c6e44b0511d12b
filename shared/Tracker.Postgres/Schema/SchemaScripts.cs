namespace EFCore.ReadWriteSplitting.Schema;

/// <summary>SQL scripts for the objects that the library needs in the application's database. Both can be run repeatedly.</summary>
public static class SchemaScripts
{
    /// <summary>
    /// Creates the table <c>units_of_work</c>, which <see cref="Scopes.UnitOfWork.Recorded"/> and sessions need.
    /// Run it as the write user, in the schema of its tables.
    /// </summary>
    public static string UnitsOfWork => Read("units_of_work.sql");

    /// <summary>
    /// Creates the function <c>cluster.timeline_history</c>, which proves tokens across a failover. Run it as a superuser, then run the
    /// GRANT statements in its last lines. Optional: without it, tokens from before a failover cannot be proven
    /// (<see cref="Consistency.TokenNotProvenException"/>).
    /// </summary>
    public static string TimelineHistory => Read("timeline_history.sql");

    private static string Read(string name)
    {
        using Stream script = typeof(SchemaScripts).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(script);
        return reader.ReadToEnd();
    }
}
