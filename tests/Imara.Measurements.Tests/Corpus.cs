using System.IO.Compression;
using System.Text.Json;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests;

/// <summary>The recordings under tests/Corpus.</summary>
internal static class Corpus
{
    private static readonly Lazy<IReadOnlyDictionary<string, RecordedList>> AllLists = new(() => ReadAll().ToDictionary(list => list.Name, StringComparer.Ordinal));

    public static IReadOnlyDictionary<string, RecordedList> Lists => AllLists.Value;

    /// <summary>Rows for a theory: every recorded list by name.</summary>
    public static TheoryData<string> Names => new(Lists.Keys);

    /// <summary>Rows for a theory: every recorded list with PCR values.</summary>
    public static TheoryData<string> NamesWithPcrs => new(Lists.Values.Where(list => list.Pcrs is not null).Select(list => list.Name));

    public static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Imara.slnx")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("tests/Corpus");
            }

            return Path.Combine(folder, "tests", "Corpus");
        }
    }

    private static IEnumerable<RecordedList> ReadAll() => ReadFolders().Concat(ReadScenarios());

    private static IEnumerable<RecordedList> ReadFolders()
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(Root, "lists")).Order(StringComparer.Ordinal))
        {
            var banks = new Dictionary<HashAlgo, byte[]> { [HashAlgo.Sha1] = Unpack(Path.Combine(folder, "binary.gz")) };
            foreach (var algo in (HashAlgo[])[HashAlgo.Sha256, HashAlgo.Sha384])
            {
                var file = Path.Combine(folder, $"binary_{HashAlgos.NameOf(algo)}.gz");
                if (File.Exists(file))
                {
                    banks[algo] = Unpack(file);
                }
            }

            Assert.True(PcrValuesReader.TryRead(Unpack(Path.Combine(folder, "pcrs.json.gz")), bank: null, out var pcrs, out var error), error.ToString());
            yield return new RecordedList(Path.GetFileName(folder), banks, Unpack(Path.Combine(folder, "ascii.gz")), new Dictionary<HashAlgo, string>(), pcrs, Violations: null);
        }
    }

    private static IEnumerable<RecordedList> ReadScenarios()
    {
        using var reader = new StreamReader(new MemoryStream(Unpack(Path.Combine(Root, "scenarios", "scenarios.jsonl.gz"))));
        while (reader.ReadLine() is { } line)
        {
            using var scenario = JsonDocument.Parse(line);
            var root = scenario.RootElement;
            var banks = new Dictionary<HashAlgo, byte[]> { [HashAlgo.Sha1] = root.GetProperty("binary_b64").GetBytesFromBase64() };
            var asciiDigests = new Dictionary<HashAlgo, string>();
            if (root.TryGetProperty("lists", out var lists))
            {
                foreach (var list in lists.EnumerateObject())
                {
                    Assert.True(HashAlgos.TryParse(list.Name, out var algo));
                    banks[algo] = list.Value.GetProperty("binary_b64").GetBytesFromBase64();
                    asciiDigests[algo] = list.Value.GetProperty("ascii_sha256").GetString()!;
                }
            }

            PcrValues? pcrs = null;
            if (root.TryGetProperty("pcrs", out var values) && values.ValueKind == JsonValueKind.Object)
            {
                var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["pcrs"] = values });
                Assert.True(PcrValuesReader.TryRead(json, bank: null, out pcrs, out var error), error.ToString());
            }

            var ascii = new MemoryStream();
            foreach (var text in root.GetProperty("ascii").EnumerateArray())
            {
                ascii.Write(text.ValueKind == JsonValueKind.Object
                    ? text.GetProperty("b64").GetBytesFromBase64()
                    : System.Text.Encoding.UTF8.GetBytes(text.GetString()!));
                ascii.WriteByte((byte)'\n');
            }

            yield return new RecordedList(
                root.GetProperty("id").GetString()!, banks, ascii.ToArray(), asciiDigests, pcrs, root.GetProperty("violations").GetInt64());
        }
    }

    public static byte[] Unpack(string path)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }
}
