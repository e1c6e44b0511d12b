namespace Tracker.Cluster.Processes;

/// <summary>A log file of bounded size that processes append to.</summary>
public static class LogFile
{
    private const long MaximumBytes = 20_000_000;

    /// <summary>Moves the content of a large log to "NAME.1". Writers append, so they continue in the truncated file.</summary>
    internal static void Rotate(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length < MaximumBytes)
            return;
        file.CopyTo(path + ".1", overwrite: true);
        using FileStream log = file.Open(FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        log.SetLength(0);
    }

    /// <summary>The last lines of the log, for error messages.</summary>
    public static string Tail(string path, int lines = 15)
    {
        if (!File.Exists(path))
            return $"(no log at {path})";
        const int window = 16_384;
        using FileStream log = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Seek(-Math.Min(window, log.Length), SeekOrigin.End);
        using StreamReader reader = new(log);
        IEnumerable<string> last = reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(lines);
        return $"the end of {path}:{Environment.NewLine}{string.Join(Environment.NewLine, last)}";
    }
}
