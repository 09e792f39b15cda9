using System.Text;
using Imara.Cli.Arguments;
using Imara.Policy.Parsing;

namespace Imara.Cli.Settings;

/// <summary>Reads <c>.imara.toml</c>: of TOML tables, strings and lists of strings on one line; what is not understood is an error.</summary>
internal sealed class SettingsReader
{
    private static readonly string[] Keys = ["kernel", "cert"];
    private readonly HashSet<string> seen = [];
    private readonly List<string> certificates = [];
    private readonly List<string> lint = [];
    private string? kernel;
    private bool isLint;

    private SettingsReader()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its content.</param>
    /// <param name="path">Where it is, for <see cref="ProjectSettings.Path"/>.</param>
    /// <param name="settings">What it says.</param>
    /// <param name="error">The line that is wrong and why.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, string path, out ProjectSettings settings, out string error)
    {
        settings = ProjectSettings.None;
        error = string.Empty;
        var reader = new SettingsReader();
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(text).Split('\n'))
        {
            number++;
            if (reader.Take(line.Trim(' ', '\t', '\r')) is { } reason)
            {
                error = $"line {number}: {reason}";
                return false;
            }
        }

        var folder = path[..(path.LastIndexOf('/') + 1)];
        settings = new ProjectSettings(path, reader.kernel, [.. reader.certificates.Select(one => one.StartsWith('/') ? one : folder + one)], reader.lint);
        return true;
    }

    private string? Take(string line)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return null;
        }

        if (line[0] == '[')
        {
            isLint = WithoutComment(line) == "[lint]";
            return isLint ? seen.Add("[lint]") ? null : "`[lint]` stands here twice" : $"`{ArgumentText.Show(line)}` is no table of this file; `[lint]` is the only one";
        }

        var equals = line.IndexOf('=');
        var key = equals < 0 ? line : line[..equals].TrimEnd(' ', '\t');
        if (equals < 0 || !TryValues(line[(equals + 1)..].TrimStart(' ', '\t'), out var values, out var isList))
        {
            return $"`{ArgumentText.Show(line)}` is not `key = \"text\"` or `key = [\"text\", ..]`";
        }

        if (!seen.Add(isLint ? "lint." + key : key))
        {
            return $"`{ArgumentText.Show(key)}` stands here twice";
        }

        return isLint ? TakeLint(key, values, isList) : TakeKey(key, values, isList);
    }

    private string? TakeLint(string key, List<string> values, bool isList)
    {
        if (isList)
        {
            return $"`{ArgumentText.Show(key)}` wants one text";
        }

        lint.Add($"{key}={values[0]}");
        return null;
    }

    private string? TakeKey(string key, List<string> values, bool isList)
    {
        switch (key)
        {
            case "kernel":
                kernel = string.Join(',', values);
                return values.Count == 0 ? "`kernel` names none" : null;
            case "cert":
                certificates.AddRange(values);
                return null;
            default:
                var meant = Nearest.To(key, Keys) is { } nearest ? $"did you mean `{nearest}`?" : $"the keys are {Words.List(Keys, "and")}, and those of `[lint]`";
                return $"`{ArgumentText.Show(key)}` is no key of this file; {meant}";
        }
    }

    private static bool TryValues(string text, out List<string> values, out bool isList)
    {
        values = [];
        isList = text.StartsWith('[');
        var rest = isList ? text[1..].TrimStart() : text;
        while (!(isList && rest.StartsWith(']')))
        {
            if (!TryText(ref rest, out var value))
            {
                return false;
            }

            values.Add(value);
            if (!isList)
            {
                return WithoutComment(rest).Length == 0;
            }

            if (rest.StartsWith(','))
            {
                rest = rest[1..].TrimStart();
            }
            else if (!rest.StartsWith(']'))
            {
                return false;
            }
        }

        return WithoutComment(rest[1..]).Length == 0;
    }

    // A text in quotes; no escapes, which neither names of kernels nor of files here need.
    private static bool TryText(ref string rest, out string value)
    {
        value = string.Empty;
        var end = rest.Length > 1 && rest[0] is '"' or '\'' ? rest.IndexOf(rest[0], 1) : -1;
        if (end < 0)
        {
            return false;
        }

        value = rest[1..end];
        var isPlain = rest[0] == '\'' || !value.Contains('\\');
        rest = rest[(end + 1)..].TrimStart();
        return isPlain;
    }

    private static string WithoutComment(string text) => (text.IndexOf('#') is var at and >= 0 ? text[..at] : text).Trim();
}
