using System.Diagnostics;

namespace Tracker.Cluster.Processes;

/// <summary>Starts a process in a session of its own, its output to a file, so that it outlives whoever started it.</summary>
internal static class ProcessLauncher
{
    /// <summary>Names the record to whatever the process starts in its turn.</summary>
    public const string RecordVariable = "TRACKER_PROCESS_RECORD";

    /// <summary>
    /// The shell records its own pid and start, which stay the same through each exec, before it becomes the program. $1 is
    /// the record, $2 the log, the rest the command. Open files are for a pooler of 2,000 clients.
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
        ProcessStartInfo start = new("/bin/sh", ["-c", Script, spec.Name, recordFile, spec.LogFile, .. Network(spec), .. user?.Prefix ?? [], spec.Executable, .. spec.Arguments])
        {
            WorkingDirectory = spec.WorkingDirectory,
        };

        // A shell's PGHOST or PATRONI_NAME must not redirect a server.
        foreach (string name in start.Environment.Keys.Where(IsOfPostgres).ToList())
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

    private static bool IsOfPostgres(string variable) =>
        variable.StartsWith("PG", StringComparison.Ordinal) || variable.StartsWith("PATRONI_", StringComparison.Ordinal);
}
