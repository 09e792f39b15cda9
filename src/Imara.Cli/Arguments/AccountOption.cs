using System.CommandLine;
using System.Globalization;
using System.Text;
using Imara.Linux.Files;

namespace Imara.Cli.Arguments;

/// <summary>An option that takes a user or a group of this machine: its number, or its name as in /etc/passwd or /etc/group.</summary>
internal sealed class AccountOption : Option<uint?>, IReadsValue
{
    private const int Cap = 16 << 20;
    private readonly string file;

    private AccountOption(string name, string file)
        : base(name)
    {
        this.file = file;
        CustomParser = result => result.Tokens is [var token] && Find(token.Value) is { } id ? id : null;
    }

    /// <summary>A user.</summary>
    public static AccountOption User(string name, string description) => new(name, "/etc/passwd") { Description = description, HelpName = "UID|NAME" };

    /// <summary>A group.</summary>
    public static AccountOption Group(string name, string description) => new(name, "/etc/group") { Description = description, HelpName = "GID|NAME" };

    /// <inheritdoc/>
    public string? WhyNot(string value) => Find(value) is not null ? null
        : value.All(char.IsAsciiDigit) && value.Length > 0 ? $"`{Name}` wants a number up to {uint.MaxValue}, and {value} is larger"
        : $"`{Name}` wants a number or a name that {file} has, not `{ArgumentText.Show(value)}`";

    private uint? Find(string value)
    {
        if (uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (value.Length == 0 || WholeFile.Read(Encoding.UTF8.GetBytes(file), Cap, ReadOptions.None, out var content) != Errno.None)
        {
            return null;
        }

        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            if (line.Split(':') is [var name, _, var id, ..] && name == value && uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            {
                return number;
            }
        }

        return null;
    }
}
