using Imara.Boot.BootEntries;
using Imara.Boot.CommandLine;

namespace Imara.Fuzz.Targets;

/// <summary>Any text may be a file of boot entries, of any kind: what is read lies in the file, and what is set in it reads back.</summary>
internal static class BootEntryTarget
{
    private const int MostEdited = 4;

    public static void Run(byte[] input)
    {
        foreach (var kind in Enum.GetValues<BootFileKind>().Cast<BootFileKind?>().Append(null))
        {
            if (!BootFile.TryRead(input, kind, out var file, out var error))
            {
                Property.Holds(error.Offset >= 0 && error.Offset <= input.Length, "an error lies in the text");
                continue;
            }

            foreach (var entry in file.Entries)
            {
                foreach (var word in CommandLineWords.Split(entry.CommandLine.Span))
                {
                    Property.Holds((entry.Locate(word.Span)?.End ?? 0) <= input.Length, "a word lies in the text");
                }
            }

            for (var entry = 0; entry < Math.Min(file.Entries.Length, MostEdited); entry++)
            {
                if (BootEntryEdit.TrySet(file, entry, "ima_policy", "tcb|x", out var edited, out _))
                {
                    Property.Holds(
                        BootFile.TryRead(edited, file.Kind, out var after, out _)
                            && CommandLineWords.Split(after.Entries[entry].CommandLine.Span).Any(word => word.ToString() == "ima_policy=tcb|x"),
                        "what is set reads back");
                }
            }
        }
    }
}
