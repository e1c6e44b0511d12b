namespace Tracker.Geo.Fences;

/// <summary>A fence or a fence file can't be used; the message says which, where and why.</summary>
public sealed class InvalidFenceException : Exception
{
    /// <summary>Without a message; there should be one.</summary>
    public InvalidFenceException()
    {
    }

    /// <summary>With the fence, the place and the reason.</summary>
    public InvalidFenceException(string message)
        : base(message)
    {
    }

    /// <summary>With the fence, the place, the reason and what it was found by.</summary>
    public InvalidFenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
