using System.Globalization;
using System.Text.RegularExpressions;

namespace Imara.Boot.Proving;

/// <summary>A line of a console, without colours and without the time before it.</summary>
/// <param name="Seconds">The time of the kernel; null on lines of programs.</param>
/// <param name="Text">The rest.</param>
internal sealed partial record ConsoleLine(double? Seconds, string Text)
{
    private const int Timeout = 1000;

    /// <summary>Reads a line without its end.</summary>
    public static ConsoleLine Read(string line)
    {
        var text = Escape().Replace(line, string.Empty).TrimEnd('\r');
        var stamp = Stamp().Match(text);
        return stamp.Success
            ? new(double.Parse(stamp.Groups["time"].ValueSpan, CultureInfo.InvariantCulture), text[stamp.Length..])
            : new(null, text.TrimStart('\r'));
    }

    [GeneratedRegex(@"\e(\[[0-9;?]*[A-Za-z]|[=>c])", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Escape();

    [GeneratedRegex(@"^\[ *(?<time>[0-9]{1,9}\.[0-9]{1,9})\] ", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Stamp();
}
