using System.Globalization;
using System.Text;

namespace Imara.Benchmarks.Policies;

/// <summary>Texts of large policies; the same number gives the same text.</summary>
public static class PolicyTexts
{
    private static readonly string[] Actions = ["measure", "dont_measure", "appraise", "dont_appraise", "audit", "hash", "dont_hash"];
    private static readonly string[] Funcs = ["", " func=FILE_CHECK", " func=BPRM_CHECK", " func=MMAP_CHECK", " func=MODULE_CHECK"];
    private static readonly char[] Operators = ['=', '<', '>'];

    /// <summary>Rules that mix owners, users, file systems and labels.</summary>
    public static byte[] Varied(int count)
    {
        var random = new Random(7);
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(Actions[random.Next(Actions.Length)]).Append(Funcs[random.Next(Funcs.Length)]);
            var keys = random.Next(1, 64);
            Add(text, keys, 1, $" fowner{Operators[random.Next(3)]}{random.Next(100_000)}");
            Add(text, keys, 2, $" uid{Operators[random.Next(3)]}{random.Next(100_000)}");
            Add(text, keys, 4, $" fsmagic=0x{random.Next():x}");
            Add(text, keys, 8, $" fsuuid={new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)}");
            Add(text, keys, 16, $" obj_type=t{random.Next(5000)}_t");
            Add(text, keys, 32, $" fgroup={random.Next(1000)}");
            text.Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Rules with four ranges each, of which none covers another.</summary>
    public static byte[] Ranges(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"measure func=FILE_CHECK uid>{i} fowner<{i + 1} gid>{count - i} fgroup<{(2 * count) - i}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Add(StringBuilder text, int keys, int key, string condition)
    {
        if ((keys & key) != 0)
        {
            text.Append(condition);
        }
    }
}
