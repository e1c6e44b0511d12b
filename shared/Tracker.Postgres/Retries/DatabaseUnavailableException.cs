using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>A unit of work was retried until its deadline and did not succeed. Nothing was committed.</summary>
public sealed class DatabaseUnavailableException(ScopeKind kind, int attempts, TimeSpan deadline, Exception lastError)
    : Exception(
        $"No server served a {(kind == ScopeKind.Read ? "read" : "write")} within {TimeWithUnit.Format(deadline)} ({attempts} attempts). Last error: {lastError.Message} Check that the cluster is up and that POSTGRES_SERVER, POSTGRES_PORT and POSTGRES_READ_PORT, or POSTGRES_HOSTS, lead to it.",
        lastError);
