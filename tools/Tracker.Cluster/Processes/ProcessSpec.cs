namespace Tracker.Cluster.Processes;

/// <summary>A process that should run. A file of it in the supervisor's directory starts the process, its removal stops it.</summary>
public sealed record ProcessSpec
{
    /// <summary>Unique in a directory, and the file's name.</summary>
    public required string Name { get; init; }

    public required string Executable { get; init; }

    /// <summary>Visible to every user of the machine: no passwords here.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Added to the supervisor's own environment (less PostgreSQL's and Patroni's variables).</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user to run as; null for the supervisor's own.</summary>
    public string? User { get; init; }

    /// <summary>The file of the network namespace to run in; null for the supervisor's own.</summary>
    public string? NetworkNamespace { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Takes standard output and error.</summary>
    public required string LogFile { get; init; }

    public ProcessSignal StopSignal { get; init; } = ProcessSignal.Terminate;

    /// <summary>How long the stop signal may take before SIGKILL.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>When all stop, lower ones stop first; equal ones side by side.</summary>
    public int StopOrder { get; init; }

    /// <summary>A running process stays; one that dies is not started again until this is false.</summary>
    public bool IsHeldDown { get; init; }
}
