using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;

namespace Tracker.Hosting.Http;

/// <summary>Where a service serves health and metrics: <c>TRACKER_HTTP_PORT</c>, <c>TRACKER_HTTP_ADDRESS</c>.</summary>
internal sealed class HttpOptions : IValidatableObject
{
    public const string Area = "Http";

    /// <summary>A port, <c>any</c> for a free one (the log says which), or 0 or <c>off</c> for none. The default is each service's own.</summary>
    public string? Port { get; set; }

    /// <summary>The address to listen on: an IP address, or <c>*</c> for all. The default is 127.0.0.1.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port to bind (0: a free one), or null where the service does not listen.</summary>
    public int? Listen(int byDefault) => Port?.ToLowerInvariant() switch
    {
        null => byDefault,
        "0" or "off" => null,
        "any" => 0,
        { } port => int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture),
    };

    public IPAddress IPAddress => Address == "*" ? IPAddress.Any : IPAddress.Parse(Address);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Port is not (null or "any" or "off") && !(ushort.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            yield return new ValidationResult("Use a port from 1 to 65535, 'any' for a free one, or 0 or 'off' for none.", [nameof(Port)]);
        }

        if (Address != "*" && !IPAddress.TryParse(Address, out _))
        {
            yield return new ValidationResult("Use an IP address, such as 127.0.0.1, or * for all.", [nameof(Address)]);
        }
    }
}
