using Tracker.Cluster;

namespace Tracker.Tests;

/// <summary>A database for one test run, wherever it comes from.</summary>
public interface ITestDatabase : IAsyncDisposable
{
    /// <summary>The settings by which a service finds it.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Connection strings of the servers themselves, past all proxies, as somebody who may make a schema.</summary>
    IReadOnlyList<string> Servers { get; }

    /// <summary>What can be killed, frozen and failed over; null where there is nothing of the kind.</summary>
    LocalCluster? Cluster { get; }

    /// <summary>The one of <see cref="Servers"/> that takes writes.</summary>
    Task<string> PrimaryAsync();
}
