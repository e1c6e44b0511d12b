using EFCore.ReadWriteSplitting.Configuration;

namespace Tracker.Data.Configuration;

/// <summary>The database settings of the trackers' services: <c>POSTGRES_*</c> and <c>TRACKER_*</c>.</summary>
public static class TrackerDatabaseSettings
{
    /// <summary>What the names of the settings begin with that are not the guide's <c>POSTGRES_*</c>.</summary>
    public const string Prefix = "TRACKER_";

    /// <inheritdoc cref="DatabaseSettings.Read"/>
    public static DatabaseOptions Read(Func<string, string?> setting, string applicationName) =>
        DatabaseSettings.Read(setting, applicationName, Prefix);
}
