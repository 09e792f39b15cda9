namespace Imara.Boot.CommandLine;

/// <summary>A parameter of a kernel command line, as the kernel takes it apart.</summary>
/// <param name="Span">Where it stands, quotes included.</param>
/// <param name="Name">The name as written.</param>
/// <param name="Value">What follows the first <c>=</c>; null: there is none.</param>
/// <param name="IsForInit">True behind <c> -- </c>: the kernel hands it to init.</param>
public readonly record struct CommandLineWord(SourceSpan Span, ByteString Name, ByteString? Value, bool IsForInit)
{
    /// <summary>True if this is the parameter called <paramref name="name"/>: <c>-</c> and <c>_</c> are the same in names.</summary>
    public bool Is(ReadOnlySpan<char> name) => SameName(Name.Span, name);

    /// <summary>Name and value without quotes, as the kernel sees them.</summary>
    public override string ToString() => Value is { } value ? $"{Name}={value}" : Name.ToString();

    private static bool SameName(ReadOnlySpan<byte> written, ReadOnlySpan<char> name)
    {
        if (written.Length != name.Length)
        {
            return false;
        }

        for (var i = 0; i < name.Length; i++)
        {
            if (Folded((char)written[i]) != Folded(name[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static char Folded(char c) => c == '-' ? '_' : c;
}
