using System.Text;

namespace Imara.Boot.CommandLine;

/// <summary>The parameters that have an effect, as a command line of their own.</summary>
internal sealed class TakenParameters
{
    private readonly StringBuilder text = new();

    /// <summary>Adds a parameter without quotes in it.</summary>
    public void Add(string parameter) => text.Append('"').Append(parameter).Append("\" ");

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>The bytes of a name or value as characters of the same number.</summary>
    public static string TextOf(ByteString bytes) => Encoding.Latin1.GetString(bytes.Span);
}
