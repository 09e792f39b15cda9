using Imara.Evaluation.Hooks;
using Imara.Policy.Rules;

namespace Imara.Traces.Replaying;

/// <summary>The words of <c>FLAGS</c>. Pure.</summary>
/// <remarks>docs/reference/corpus.md, Operations.</remarks>
internal readonly record struct OpenWords
{
    public bool CanRead { get; private init; }

    public bool CanWrite { get; private init; }

    public bool IsAccessMode3 { get; private init; }

    public bool Appends { get; private init; }

    public bool Truncates { get; private init; }

    public bool Creates { get; private init; }

    public bool IsDirect { get; private init; }

    public bool IsPathOnly { get; private init; }

    public bool IsUnnamed { get; private init; }

    /// <summary>A file of an overlay is copied to the upper layer.</summary>
    public bool Changes => CanWrite || IsAccessMode3 || Truncates;

    /// <summary>The mask of FILE_CHECK.</summary>
    public AccessMask Mask => OpenMask.Of(CanRead || IsAccessMode3, CanWrite || IsAccessMode3, Truncates, Appends);

    public static OpenWords Of(string flags)
    {
        var words = flags.Split(',');
        bool Has(string word) => Array.IndexOf(words, word) >= 0;
        return new OpenWords
        {
            CanRead = Has("rd") || Has("rdwr"),
            CanWrite = Has("wr") || Has("rdwr") || (Has("append") && !Has("rd")),
            IsAccessMode3 = Has("accmode3"),
            Appends = Has("append"),
            Truncates = Has("trunc"),
            Creates = Has("creat"),
            IsDirect = Has("direct"),
            IsPathOnly = Has("path"),
            IsUnnamed = Has("tmpfile"),
        };
    }
}
