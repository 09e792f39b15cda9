namespace Imara.Boot.BootEntries;

/// <summary>Puts the words behind the kernel together, as GRUB does for the kernel.</summary>
internal static class GrubArguments
{
    /// <summary>Adds a word: in double quotes if it holds a blank, and a backslash before quotes and backslashes.</summary>
    public static void Add(MappedText word, MappedText command)
    {
        if (command.Length > 0)
        {
            command.Add((byte)' ', place: null);
        }

        var isQuoted = word.Bytes.Contains((byte)' ');
        if (isQuoted)
        {
            command.Add((byte)'"', place: null);
        }

        for (var i = 0; i < word.Length; i++)
        {
            if (word.Bytes[i] is (byte)'\\' or (byte)'\'' or (byte)'"')
            {
                command.Add((byte)'\\', word.PlaceOf(i));
            }

            command.Add(word.Bytes[i], word.PlaceOf(i));
        }

        if (isQuoted)
        {
            command.Add((byte)'"', place: null);
        }
    }
}
