namespace Tracker.Cluster.Processes;

/// <summary>A process that should run. Adding its file to the supervisor's directory starts it; removing the file stops it.</summary>
public sealed record ProcessSpec
{
    /// <summary>The name, unique within the directory.</summary>
    public required string Name { get; init; }

    public required string Executable { get; init; }

    /// <summary>Visible to every user of the machine; must not contain passwords.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Added to the supervisor's environment, which is stripped of PostgreSQL's and Patroni's variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user to run as; null for the supervisor's user.</summary>
    public string? User { get; init; }

    /// <summary>The file of the network namespace to run in; null for that of the supervisor.</summary>
    public string? NetworkNamespace { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Receives standard output and standard error.</summary>
    public required string LogFile { get; init; }

    public ProcessSignal StopSignal { get; init; } = ProcessSignal.Terminate;

    /// <summary>The time between the stop signal and SIGKILL.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>On shutdown, processes with a lower order stop first, and those with equal order concurrently.</summary>
    public int StopOrder { get; init; }

    /// <summary>Suppresses restarts. A running process keeps running.</summary>
    public bool IsHeldDown { get; init; }
}
