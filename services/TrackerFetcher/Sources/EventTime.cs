using System.Globalization;

namespace TrackerFetcher.Sources;

/// <summary>
/// Parses event times: ISO 8601 (<c>2015-03-07T10:03:34.5-06:00</c>, also with a space before the time or
/// the offset), or Unix time in seconds, or in milliseconds from 100,000,000,000 on (in seconds that is the year 5138).
/// </summary>
internal static class EventTime
{
    private const decimal FirstMilliseconds = 100_000_000_000m;

    /// <summary>The time in UTC. A time without an offset is in <paramref name="zone"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, TimeZoneInfo zone, out DateTime utc)
    {
        text = text.Trim((byte)' ');
        return text.Length > 4 && text[4] == '-' ? TryParseIso(text, zone, out utc) : TryParseUnix(text, out utc);
    }

    /// <summary>Seconds (or milliseconds) since 1970 as UTC; false if the value is out of range.</summary>
    public static bool TryFromUnix(decimal value, out DateTime utc)
    {
        decimal ticks = 0;
        bool known = Math.Abs(value) <= decimal.MaxValue / TimeSpan.TicksPerSecond;
        if (known)
        {
            ticks = decimal.Truncate(value * (Math.Abs(value) < FirstMilliseconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond))
                + DateTime.UnixEpoch.Ticks;
            known = ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
        }

        utc = known ? new DateTime((long)ticks, DateTimeKind.Utc) : default;
        return known;
    }

    private static bool TryParseUnix(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && TryFromUnix(value, out utc);
    }

    private static bool TryParseIso(ReadOnlySpan<byte> text, TimeZoneInfo zone, out DateTime utc)
    {
        utc = default;
        if (text.Length < 16 || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[13] != ':'
            || !TryDigits(text[..4], out int year) || !TryDigits(text[5..7], out int month) || !TryDigits(text[8..10], out int day)
            || !TryDigits(text[11..13], out int hour) || !TryDigits(text[14..16], out int minute)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[16..];
        int second = 0;
        long fraction = 0;
        if (rest.Length > 0 && rest[0] == ':')
        {
            // 60 is a leap second. It is read as the first instant of the next minute.
            if (rest.Length < 3 || !TryDigits(rest[1..3], out second) || second > 60)
            {
                return false;
            }

            rest = rest[3..];
            if (rest.Length > 0 && rest[0] is (byte)'.' or (byte)',')
            {
                rest = ReadFraction(rest[1..], out fraction);
            }
        }

        DateTime local = new(year, month, day, hour, minute, 0, DateTimeKind.Unspecified);
        if (!TryReadOffset(rest.TrimStart((byte)' '), local, zone, out long offset))
        {
            return false;
        }

        long ticks = local.Ticks + (second * TimeSpan.TicksPerSecond) + fraction - offset;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        utc = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }

    private static ReadOnlySpan<byte> ReadFraction(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        long unit = TimeSpan.TicksPerSecond / 10;
        int i = 0;
        for (; i < text.Length && char.IsAsciiDigit((char)text[i]); i++)
        {
            ticks += (text[i] - '0') * unit;
            unit /= 10;
        }

        return text[i..];
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, DateTime local, TimeZoneInfo zone, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
        {
            ticks = zone.GetUtcOffset(local).Ticks;
            return true;
        }

        if (text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8) || text.SequenceEqual("GMT"u8))
        {
            return true;
        }

        // +hh, +hhmm or +hh:mm
        int minutes = 0;
        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (3 or 5 or 6) || !TryDigits(text[1..3], out int hours)
            || (text.Length == 5 && !TryDigits(text[3..], out minutes))
            || (text.Length == 6 && (text[3] != ':' || !TryDigits(text[4..], out minutes)))
            || hours > 18 || minutes > 59)
        {
            return false;
        }

        ticks = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
