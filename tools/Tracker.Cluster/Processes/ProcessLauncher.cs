using System.Diagnostics;

namespace Tracker.Cluster.Processes;

/// <summary>Starts a process in a new session, with its output redirected to a file, so that it outlives its parent.</summary>
internal static class ProcessLauncher
{
    /// <summary>Passes the path of the pid record to the children of the process.</summary>
    public const string RecordVariable = "TRACKER_PROCESS_RECORD";

    /// <summary>
    /// The shell records its own pid and start time, which exec preserves, and then executes the program. $1 is the pid record,
    /// $2 the log, and the rest the command. The limit of open files allows for 2,000 PgBouncer clients.
    /// </summary>
    private const string Script = """
        started() { set -- ${1##*) }; shift 19; echo "$1"; }
        read -r stat < /proc/$$/stat
        read -r boot < /proc/sys/kernel/random/boot_id
        umask 077
        echo "$$ $(started "$stat") $boot" > "$1.new" && mv -f "$1.new" "$1" || exit 126
        exec >> "$2" 2>&1 < /dev/null
        shift 2
        ulimit -Sn 16384 2> /dev/null || ulimit -Sn "$(ulimit -Hn)"
        exec setsid "$@"
        """;

    public static Process Start(ProcessSpec spec, string recordFile)
    {
        SystemUser? user = spec.User is null ? null : SystemUser.Get(spec.User);
        ProcessStartInfo start = new(
            "/bin/sh",
            [
                "-c",
                Script,
                spec.Name,
                recordFile,
                spec.LogFile,
                .. Network(spec),
                .. user?.Prefix ?? [],
                spec.Executable,
                .. spec.Arguments,
            ])
        {
            WorkingDirectory = spec.WorkingDirectory,
        };

        // A PGHOST or PATRONI_NAME of the calling shell must not affect a server.
        foreach (string name in start.Environment.Keys.Where(IsServerVariable).ToList())
            start.Environment.Remove(name);
        if (user is not null)
            (start.Environment["HOME"], start.Environment["USER"], start.Environment["LOGNAME"]) = (user.Home, user.Name, user.Name);
        foreach ((string name, string value) in spec.Environment)
            start.Environment[name] = value;

        start.Environment[RecordVariable] = recordFile;

        Directory.CreateDirectory(Path.GetDirectoryName(spec.LogFile)!);
        return Process.Start(start)!;
    }

    private static string[] Network(ProcessSpec spec) => spec.NetworkNamespace is { } file ? ["nsenter", $"--net={file}", "--"] : [];

    private static bool IsServerVariable(string variable) =>
        variable.StartsWith("PG", StringComparison.Ordinal) || variable.StartsWith("PATRONI_", StringComparison.Ordinal);
}
