namespace EFCore.ReadWriteSplitting.Schema;

/// <summary>What the library needs in the application's database, as SQL that the application's migrations or a DBA can run. Both scripts can run again.</summary>
public static class SchemaScripts
{
    /// <summary>
    /// Creates the table <c>units_of_work</c>, which <see cref="Scopes.UnitOfWork.Recorded"/> and sessions need. Run it as the user that writes, in the schema
    /// where its tables are.
    /// </summary>
    public static string UnitsOfWork => Read("units_of_work.sql");

    /// <summary>
    /// Creates the function <c>cluster.timeline_history</c>, which proves tokens across a failover. Run it as a superuser, then grant its use as the script's
    /// last lines say. Optional: without it, tokens from before a failover are reported as not proven (<see cref="Consistency.TokenNotProvenException"/>).
    /// </summary>
    public static string TimelineHistory => Read("timeline_history.sql");

    private static string Read(string name)
    {
        using Stream script = typeof(SchemaScripts).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(script);
        return reader.ReadToEnd();
    }
}
