using System.Text.Json;
using System.Text.RegularExpressions;

namespace Imara.Distribution.Boots.Systems;

/// <summary>What became of a cell: what was said before, what happened, what is said of it on the machine.</summary>
/// <param name="folder">The results of the boot.</param>
/// <param name="check">What `imara boot check` said, without the ending of its files.</param>
internal sealed partial class Outcome(string folder, string check)
{
    /// <summary>What the console says when nothing more can come: an extended regular expression.</summary>
    public const string Hopeless = "Failed to start .*lab-proof|[Ff]reezing";

    /// <summary>What boot check said: one object.</summary>
    public JsonElement Check => Parse(File.ReadAllText(check + ".json"));

    /// <summary>Its verdict.</summary>
    public string CheckVerdict => Check.GetProperty("verdict").GetString()!;

    /// <summary>Its exit status.</summary>
    public int CheckExit => int.Parse(File.ReadAllText(check + ".exit"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Everything that was logged.</summary>
    public string Console => File.ReadAllText(Path.Combine(folder, "console.log"));

    /// <summary>True if the machine came to a login prompt, and did all that it was to do.</summary>
    public bool CameUp => Has("work") && Exit("work") == 0 && Prompt().IsMatch(Console);

    /// <summary>True if everything on the machine is at a stop: nobody works on it unprotected.</summary>
    public bool Stopped => Halt is "off" or "halted" or "frozen" or "panicked";

    /// <summary>How a machine that did not come up ended.</summary>
    public string Halt => Read("ended").Trim() switch
    {
        "stopped" when Console.Contains("reezing", StringComparison.Ordinal) => "frozen",
        "stopped" => "every service is denied",
        var ended => ended,
    };

    /// <summary>True if a step was done.</summary>
    public bool Has(string step) => File.Exists(Path.Combine(folder, step + ".exit"));

    /// <summary>The exit status of a step.</summary>
    public int Exit(string step) => int.Parse(Read(step + ".exit"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What a step printed.</summary>
    public string Output(string step) => Read(step);

    /// <summary>What a step said on standard error.</summary>
    public string Error(string step) => Read(step + ".err");

    /// <summary>The object that a step printed.</summary>
    public JsonElement Json(string step) => Parse(Read(step));

    private static JsonElement Parse(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(folder, name));

    [GeneratedRegex(@"^.*\blogin: ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prompt();
}
