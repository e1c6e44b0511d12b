using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace TrackerFetcher.Sources;

/// <summary>Opens the files of sources.</summary>
internal static class SourceFile
{
    /// <exception cref="SourceException">The file can't be opened, or is empty.</exception>
    public static SafeFileHandle Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new SourceException($"'{path}' is a folder. Name a file in it.");
        }

        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
            if (RandomAccess.GetLength(file) == 0)
            {
                throw new SourceException($"'{path}' is empty. Check that it was written or downloaded whole.");
            }

            return file;
        }
        catch (Exception e)
        {
            file?.Dispose();
            throw e switch
            {
                FileNotFoundException or DirectoryNotFoundException => new SourceException($"'{path}' does not exist. Check the path.", e),
                UnauthorizedAccessException => new SourceException($"'{path}' may not be read. Give this service's user the right to read it.", e),
                ArgumentException or NotSupportedException => new SourceException($"'{path}' is not the path of a file: {e.Message}", e),
                IOException => new SourceException($"'{path}' can't be opened: {e.Message}", e) { IsTransient = true },
                _ => e,
            };
        }
    }

    /// <summary>The error of a file that was opened and can't be read further.</summary>
    public static SourceException CannotContinue(string path, IOException error) =>
        new($"'{path}' can't be read on: {error.Message}", error) { IsTransient = true };

    /// <summary>
    /// A hash of the first and the last 4 KiB before <paramref name="offset"/>: it stays the same when the file is appended to and changes
    /// when it is replaced.
    /// </summary>
    public static string Fingerprint(SafeFileHandle file, long offset)
    {
        const int Window = 4_096;
        byte[] windows = new byte[2 * Window];
        int length = ReadFully(file, windows.AsSpan(0, (int)Math.Min(Window, offset)), 0);
        length += ReadFully(file, windows.AsSpan(length, (int)Math.Min(Window, offset)), Math.Max(0, offset - Window));
        return Convert.ToHexStringLower(SHA256.HashData(windows.AsSpan(0, length)).AsSpan(0, 8));
    }

    private static int ReadFully(SafeFileHandle file, Span<byte> into, long offset)
    {
        int length = 0;
        while (length < into.Length && RandomAccess.Read(file, into[length..], offset + length) is > 0 and int read)
        {
            length += read;
        }

        return length;
    }
}
