namespace Tracker.Geo.Fences;

/// <summary>
/// The exception for a fence or a fence file that is invalid. The message names the fence, the position in the input and
/// the cause.
/// </summary>
public sealed class InvalidFenceException : Exception
{
    /// <summary>Creates an exception with the default message.</summary>
    public InvalidFenceException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public InvalidFenceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the exception that caused it.</summary>
    public InvalidFenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
