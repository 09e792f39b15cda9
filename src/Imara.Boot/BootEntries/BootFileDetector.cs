namespace Imara.Boot.BootEntries;

/// <summary>Finds out from its content what a file is.</summary>
internal static class BootFileDetector
{
    /// <summary>What <paramref name="text"/> looks like; a bare command line if like nothing else.</summary>
    public static BootFileKind Detect(ReadOnlySpan<byte> text)
    {
        var (hasKernelArguments, hasLoaderKey, hasLinux, lines) = (false, false, false, 0);
        var at = 0;
        while (TextLine.TryTake(text, ref at, out var line))
        {
            var word = TextLine.FirstWord(text, line, out var rest).Of(text);
            if (word.IsEmpty || word[0] == '#')
            {
                continue;
            }

            lines++;
            if (ShellAssignments.IsGrubVariable(word) || (word.SequenceEqual("export"u8) && ShellAssignments.IsGrubVariable(rest.Of(text))))
            {
                return BootFileKind.GrubDefaults;
            }

            if (word.SequenceEqual("menuentry"u8) || word.SequenceEqual("submenu"u8) || word.SequenceEqual("linuxefi"u8) || word.SequenceEqual("linux16"u8))
            {
                return BootFileKind.GrubMenu;
            }

            hasLoaderKey |= word.SequenceEqual("options"u8) || word.SequenceEqual("title"u8) || word.SequenceEqual("efi"u8) || word.SequenceEqual("uki"u8);
            if (word.SequenceEqual("linux"u8))
            {
                hasLinux = true;
                hasKernelArguments |= rest.Of(text).IndexOfAny((byte)' ', (byte)'\t') >= 0;
            }
        }

        // `linux` is a key of a loader entry and a command of GRUB; only the command has arguments behind the kernel.
        return hasLoaderKey ? BootFileKind.LoaderEntry
            : hasKernelArguments ? BootFileKind.GrubMenu
            : hasLinux && lines > 1 ? BootFileKind.LoaderEntry
            : BootFileKind.CommandLine;
    }
}
