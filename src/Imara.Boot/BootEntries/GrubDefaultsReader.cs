using System.Collections.Immutable;

namespace Imara.Boot.BootEntries;

/// <summary>Reads the file that grub.cfg is made from: what the shell makes of its variables, and GRUB of that.</summary>
/// <remarks>GRUB manual, Simple configuration: the normal entry gets GRUB_CMDLINE_LINUX and then GRUB_CMDLINE_LINUX_DEFAULT, the recovery entry the first alone.</remarks>
internal static class GrubDefaultsReader
{
    private const string Always = "GRUB_CMDLINE_LINUX";
    private const string Normal = "GRUB_CMDLINE_LINUX_DEFAULT";
    private const string Recovery = "GRUB_CMDLINE_LINUX_RECOVERY";
    private const string NoRecovery = "GRUB_DISABLE_RECOVERY";

    public static bool TryRead(ReadOnlySpan<byte> text, out ImmutableArray<BootEntry> entries, out FormatError error)
    {
        entries = [];
        var values = new Dictionary<string, ShellValue?>(StringComparer.Ordinal) { [Always] = null, [Normal] = null, [Recovery] = null, [NoRecovery] = null };
        if (!ShellAssignments.TryRead(text, values, out error))
        {
            return false;
        }

        var found = ImmutableArray.CreateBuilder<BootEntry>();
        found.Add(Entry("normal", text, [values[Always], values[Normal]]));
        if (values[NoRecovery] is not { } disabled || !disabled.Text.Bytes.SequenceEqual("true"u8))
        {
            found.Add(Entry("recovery", text, [values[Recovery], values[Always]]));
        }

        entries = found.ToImmutable();
        return true;
    }

    private static BootEntry Entry(string title, ReadOnlySpan<byte> text, ReadOnlySpan<ShellValue?> parts)
    {
        var script = new MappedText();
        var pieces = ImmutableArray.CreateBuilder<EntryPiece>();
        var hasVariables = false;
        foreach (var part in parts)
        {
            if (part is not null)
            {
                script.Add((byte)' ', place: null);
                script.Add(part.Text);
                pieces.AddRange(part.Pieces);
                hasVariables |= part.HasVariables;
            }
        }

        if (pieces.Count == 0)
        {
            var lineEnd = text.IsEmpty || text[^1] == '\n' ? string.Empty : "\n";
            pieces.Add(new EntryPiece(new SourceSpan(text.Length, 0), EntryQuoting.ShellDouble, $"{lineEnd}{Always}=\"", "\"\n"));
        }

        var command = new MappedText();
        var problems = ImmutableArray.CreateBuilder<FormatError>();
        var lexer = new GrubLexer(script);
        for (var token = lexer.Next(); token != GrubToken.End; token = lexer.Next())
        {
            if (token == GrubToken.Word)
            {
                GrubArguments.Add(lexer.Word, command);
                hasVariables |= lexer.HasVariables;
                if (lexer.Problem is { } problem)
                {
                    problems.Add(problem);
                }
            }
        }

        var line = TextLine.NumberAt(text, pieces[0].Value.Start);
        return new BootEntry(new ByteString(title), line, command, pieces.ToImmutable(), problems.ToImmutable(), hasVariables);
    }
}
