using System.Globalization;

namespace Imara;

/// <summary>A kernel release number such as 6.12.117; what follows the three numbers in <c>uname -r</c> is not part of it.</summary>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number.</param>
/// <param name="Patch">Third number, 0 where none is given.</param>
public readonly record struct KernelVersion(int Major, int Minor, int Patch = 0) : IComparable<KernelVersion>
{
    /// <summary>Reads <c>X.Y</c>, <c>X.Y.Z</c> or the beginning of a <c>uname -r</c> text such as <c>6.12.117+deb12-cloud-amd64</c>.</summary>
    /// <returns>False if the text does not begin with two numbers or a number has more than five digits.</returns>
    public static bool TryParse(string? text, out KernelVersion version)
    {
        version = default;
        if (text is null)
        {
            return false;
        }

        var rest = text.AsSpan();
        if (!TakeNumber(ref rest, out var major) || rest.IsEmpty || rest[0] != '.')
        {
            return false;
        }

        rest = rest[1..];
        if (!TakeNumber(ref rest, out var minor))
        {
            return false;
        }

        var patch = 0;
        if (rest.Length > 1 && rest[0] == '.' && char.IsAsciiDigit(rest[1]))
        {
            rest = rest[1..];
            if (!TakeNumber(ref rest, out patch))
            {
                return false;
            }
        }

        version = new KernelVersion(major, minor, patch);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(KernelVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>True if <paramref name="left"/> is older.</summary>
    public static bool operator <(KernelVersion left, KernelVersion right) => left.CompareTo(right) < 0;

    /// <summary>True if <paramref name="left"/> is newer.</summary>
    public static bool operator >(KernelVersion left, KernelVersion right) => left.CompareTo(right) > 0;

    /// <summary>True if <paramref name="left"/> is older or the same.</summary>
    public static bool operator <=(KernelVersion left, KernelVersion right) => left.CompareTo(right) <= 0;

    /// <summary>True if <paramref name="left"/> is newer or the same.</summary>
    public static bool operator >=(KernelVersion left, KernelVersion right) => left.CompareTo(right) >= 0;

    /// <summary><c>X.Y</c>, or <c>X.Y.Z</c> where Z is not 0.</summary>
    public override string ToString() => Patch == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}")
        : string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static bool TakeNumber(ref ReadOnlySpan<char> text, out int number)
    {
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        number = 0;
        if (digits is 0 or > 5)
        {
            return false;
        }

        number = int.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        text = text[digits..];
        return true;
    }
}
