using System.Text;
using Imara.Policy.CommandLine;

namespace Imara.Boot.CommandLine;

/// <summary>The parameters that have an effect, in their order.</summary>
internal sealed class TakenParameters
{
    private readonly List<CommandLineParameter> all = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<CommandLineParameter> All => all;

    /// <summary>Adds one.</summary>
    public void Add(string name, string? value = null) => all.Add(new CommandLineParameter(name, value));

    /// <summary>The bytes of a name or value as characters of the same number.</summary>
    public static string TextOf(ByteString bytes) => Encoding.Latin1.GetString(bytes.Span);
}
