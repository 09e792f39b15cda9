using System.IO.Compression;
using System.Text.Json.Nodes;
using CsCheck;
using Imara.Appraisal.Archives.Oci;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Tests.Archives;

public class OciLabellerTests
{
    private static readonly byte[] Base = new TarBuilder().Entry("bin/", '5').File("bin/sh", "shell").File("etc/old", "x").End();
    private static readonly byte[] Top = new TarBuilder().File("bin/sh", "other").Entry("etc/.wh.old", '0').End();

    [Fact]
    public void Every_layer_is_labelled_and_every_digest_that_depends_on_it_is_right()
    {
        using var layout = new TestLayout();
        layout.Index(layout.Image((Base, TestLayout.Gzip), (Top, TestLayout.Plain)));
        var heard = new HeardLayout();
        Assert.True(layout.TryLabel(out var error, listener: heard), error.ToString());
        Assert.Equal(["begin", "bin/sh: Written", "etc/old: Written", "end: changed", "begin", "bin/sh: Written", "end: changed"], heard.Lines);
        var index = layout.Json("index.json");
        Assert.Equal("""[1,2]""", index["x-more"]!.ToJsonString());
        Assert.Equal(
            ["0: bin/sh 5 right", "0: etc/old 1 right", "1: bin/sh 5 right", "1: etc/.wh.old 0 ENODATA"],
            layout.FilesOf(index["manifests"]![0]));
        var manifest = layout.Json(index["manifests"]![0]);
        Assert.Equal("v", manifest["annotations"]!["k"]!.GetValue<string>());
        Assert.Equal("""{"é":1.50}""", layout.Json(manifest["config"])["x-unknown"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void A_folder_that_becomes_a_link_meanwhile_leads_nothing_elsewhere()
    {
        using var layout = new TestLayout();
        layout.Index(layout.Image((Base, TestLayout.Gzip)));
        var victim = Directory.CreateTempSubdirectory("imara-victim-").FullName;
        var blobs = Path.Combine(layout.Folder, "blobs/sha256");
        var hash = new HashAction(HashAlgo.Sha256);
        Assert.True(layout.TryLabel(out var error, action: () => new FixedAction(file =>
        {
            // The first file of the layer: what was read so far was good. Several are decided about at once.
            lock (hash)
            {
                if (!Directory.Exists(blobs + ".real"))
                {
                    Directory.Move(blobs, blobs + ".real");
                    Directory.CreateSymbolicLink(blobs, victim);
                }
            }

            return hash.Act(file);
        })), error.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(victim));
        Directory.Delete(victim);
        File.Delete(blobs);
        Directory.Move(blobs + ".real", blobs);
        Assert.Equal(["0: bin/sh 5 right", "0: etc/old 1 right"], layout.FilesOf(layout.Json("index.json")["manifests"]![0]));
    }

    [Fact]
    public void What_fails_is_taken_back_where_it_was_written()
    {
        using var layout = new TestLayout();
        layout.Index(layout.Image((Base, TestLayout.Gzip), (Top, TestLayout.Plain)));
        var victim = Directory.CreateTempSubdirectory("imara-victim-").FullName;
        File.WriteAllText(Path.Combine(victim, "stays"), "x");
        var blobs = Path.Combine(layout.Folder, "blobs/sha256");
        var before = Directory.GetFiles(blobs).Length;
        var hash = new HashAction(HashAlgo.Sha256);
        Assert.Throws<IOException>(() => layout.TryLabel(out _, action: () => new FixedAction(file =>
        {
            if (file.Path.ToString().EndsWith("sh", StringComparison.Ordinal) && file.Size == 5 && Directory.GetFiles(blobs).Length > before + 1)
            {
                Directory.Move(blobs, blobs + ".real");
                Directory.CreateSymbolicLink(blobs, victim);
                throw new IOException("enough");
            }

            return hash.Act(file);
        })));
        Assert.Equal(["stays"], Directory.EnumerateFileSystemEntries(victim).Select(Path.GetFileName));
        Assert.Equal(before, Directory.GetFileSystemEntries(blobs + ".real").Length);
        Directory.Delete(victim, recursive: true);
        File.Delete(blobs);
    }

    [Theory]
    [InlineData("blobs")]
    [InlineData("blobs/sha256")]
    public void A_folder_of_the_layout_that_is_a_link_is_refused(string folder)
    {
        using var layout = new TestLayout();
        layout.Index(layout.Image((Base, TestLayout.Gzip)));
        var path = Path.Combine(layout.Folder, folder);
        Directory.Move(path, path + ".real");
        Directory.CreateSymbolicLink(path, Path.GetFileName(path) + ".real");
        Assert.False(layout.TryLabel(out var error));
        Assert.Contains("a link or a file stands where a folder of the layout should be", error.ToString());
    }

    [Theory]
    [InlineData("index.json")]
    [InlineData("oci-layout")]
    [InlineData("layer")]
    public void A_pipe_in_a_layout_is_refused_and_not_waited_for(string name)
    {
        using var layout = new TestLayout();
        layout.Index(layout.Image((Base, TestLayout.Plain)));
        var path = Path.Combine(layout.Folder, name == "layer" ? $"blobs/sha256/{TestLayout.DigestOf(Base)[7..]}" : name);
        TestMount.Shell($"rm {path} && mkfifo {path}");
        Assert.False(layout.TryLabel(out var error));
        Assert.Contains("no regular file", error.ToString());
    }

    [Fact]
    public void A_layout_that_is_labelled_already_stays_as_it_is()
    {
        using var layout = new TestLayout();
        layout.Index(layout.Image((Base, TestLayout.Gzip)));
        Assert.True(layout.TryLabel(out _));
        var before = layout.Snapshot();
        Assert.True(layout.TryLabel(out _, removes: true));
        Assert.Equal(before, layout.Snapshot());
    }

    [Fact]
    public void Layers_that_images_share_are_labelled_once_through_nested_indexes()
    {
        using var layout = new TestLayout();
        var first = layout.Image((Base, TestLayout.Gzip));
        var second = layout.Image((Base, TestLayout.Gzip), (Top, TestLayout.Gzip));
        var nested = layout.Blob($$"""{"schemaVersion":2,"manifests":[{{first}},{{second}}]}""", TestLayout.IndexType);
        layout.Index(nested, second, nested);
        var heard = new HeardLayout();
        Assert.True(layout.TryLabel(out var error, listener: heard, removes: true), error.ToString());
        Assert.Equal(2, heard.Lines.Count(l => l == "begin"));
        var index = layout.Json("index.json");
        var inner = layout.Json(index["manifests"]![0]);
        Assert.Equal(index["manifests"]![0]!.ToJsonString(), index["manifests"]![2]!.ToJsonString());
        Assert.Equal(inner["manifests"]![1]!.ToJsonString(), index["manifests"]![1]!.ToJsonString());
        Assert.Equal(3, layout.FilesOf(index["manifests"]![1]).Count(f => f.EndsWith(" right", StringComparison.Ordinal)));

        // Two layers, two configurations, two manifests, one index.
        Assert.Equal(7, Directory.GetFiles(Path.Combine(layout.Folder, "blobs/sha256")).Length);
    }

    [Fact]
    public void Old_blobs_stay_unless_they_are_to_be_removed_and_nothing_names_them()
    {
        using var layout = new TestLayout();
        var image = layout.Image((Base, TestLayout.Plain));
        var stranger = layout.Blob("stranger", "text/plain");
        layout.Index(image, layout.Blob($$"""{"schemaVersion":2,"config":{{layout.Blob("{}", "application/vnd.oci.empty.v1+json")}},"layers":[],"note":"{{TestLayout.DigestOf(Base)}}"}""", TestLayout.ManifestType));
        Assert.True(layout.TryLabel(out _, removes: true));
        var blobs = Directory.GetFiles(Path.Combine(layout.Folder, "blobs/sha256")).Select(Path.GetFileName).ToList();

        // New layer, configuration, manifest; the stranger, the other manifest with its configuration; the old layer, which the other manifest names.
        Assert.Equal(7, blobs.Count);
        Assert.Contains(TestLayout.DigestOf(Base)[7..], blobs);
        Assert.Contains(JsonNode.Parse(stranger)!["digest"]!.GetValue<string>()[7..], blobs);
    }

    [Fact]
    public void What_attests_to_an_image_follows_it()
    {
        using var layout = new TestLayout();
        var image = layout.Image((Base, TestLayout.Plain));
        var digest = JsonNode.Parse(image)!["digest"]!.GetValue<string>();
        var config = layout.Blob("{}", "application/vnd.oci.image.config.v1+json");
        var intoto = layout.Blob("{\"statement\":1}", "application/vnd.in-toto+json");
        var attestation = layout.Blob($$"""{"schemaVersion":2,"subject":{{image}},"config":{{config}},"layers":[{{intoto}}]}""", TestLayout.ManifestType, $$$""","annotations":{"vnd.docker.reference.digest":"{{{digest}}}"}""");
        layout.Index(attestation, image);
        Assert.True(layout.TryLabel(out var error), error.ToString());
        var index = layout.Json("index.json");
        var now = index["manifests"]![1]!["digest"]!.GetValue<string>();
        Assert.NotEqual(digest, now);
        Assert.Equal(now, index["manifests"]![0]!["annotations"]!["vnd.docker.reference.digest"]!.GetValue<string>());
        Assert.Equal(now, layout.Json(index["manifests"]![0])["subject"]!["digest"]!.GetValue<string>());
    }

    [Fact]
    public void Embedded_content_and_other_places_do_not_survive_a_change()
    {
        using var layout = new TestLayout();
        var image = JsonNode.Parse(layout.Image((Base, TestLayout.Plain)))!.AsObject();
        image["data"] = "e30=";
        image["urls"] = new JsonArray("https://example.org");
        image["platform"] = new JsonObject { ["os"] = "linux" };
        layout.Index(image.ToJsonString());
        Assert.True(layout.TryLabel(out _));
        Assert.Equal(["mediaType", "digest", "size", "platform"], layout.Json("index.json")["manifests"]![0]!.AsObject().Select(m => m.Key));
    }

    [Fact]
    public void A_dry_run_decides_and_changes_nothing()
    {
        using var layout = new TestLayout();
        layout.Index(layout.Image((Base, TestLayout.Gzip)));
        var before = layout.Snapshot();
        var heard = new HeardLayout();
        Assert.True(layout.TryLabel(out _, isDryRun: true, listener: heard));
        Assert.Equal(["begin", "bin/sh: Written", "etc/old: Written", "end: would change"], heard.Lines);
        Assert.Equal(before, layout.Snapshot());
    }

    [Theory]
    [InlineData("""{"schemaVersion":2}""")]
    [InlineData("""{"schemaVersion":2,"manifests":{"a":1}}""")]
    [InlineData("""{"schemaVersion":2,"manifests":"none"}""")]
    public void An_index_without_a_list_of_manifests_is_refused(string index)
    {
        using var layout = new TestLayout();
        layout.Put("index.json", index);
        Assert.False(layout.TryLabel(out var error));
        Assert.Equal("index.json: `manifests` is no list", error.ToString());
    }

    [Fact]
    public void A_manifest_without_a_list_of_layers_is_refused()
    {
        using var layout = new TestLayout();
        layout.Index(layout.Blob("""{"schemaVersion":2,"layers":7}""", TestLayout.ManifestType));
        Assert.False(layout.TryLabel(out var error));
        Assert.EndsWith("`layers` is no list", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_can_look_at_is_told_and_what_holds_no_files_is_told_apart()
    {
        using var layout = new TestLayout();
        var tar = new TarBuilder().File("file").End();
        var layers = string.Join(',', layout.Blob(tar, TestLayout.Plain), layout.Blob("x", "application/vnd.example.layer"), layout.Blob("{}", "application/vnd.in-toto+json"));
        var config = layout.Blob("{}", "application/vnd.oci.empty.v1+json");
        layout.Index(
            layout.Blob($$"""{"config":{{config}},"layers":[{{layers}}]}""", TestLayout.ManifestType),
            layout.Blob("{}", "application/vnd.example"),
            layout.Blob("[]", "x").Replace("\"mediaType\":\"x\",", string.Empty, StringComparison.Ordinal));
        var heard = new HeardLayout();
        Assert.True(layout.TryLabel(out var error, listener: heard), error.ToString());
        Assert.Contains("unknown layer application/vnd.example.layer", heard.Lines);
        Assert.Contains("document", heard.Lines);
        Assert.Contains("unknown manifest application/vnd.example", heard.Lines);
        Assert.Contains("unknown manifest (none)", heard.Lines);
        Assert.Contains("file: Written", heard.Lines);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(512)]
    public void A_layer_without_its_last_blocks_is_labelled_and_stays_without(int zeros)
    {
        using var layout = new TestLayout();
        var whole = new TarBuilder().File("file").End();
        var cut = (byte[])[.. whole[..1024], .. new byte[zeros]];
        layout.Index(layout.Image((cut, TestLayout.Gzip)));
        var heard = new HeardLayout();
        Assert.True(layout.TryLabel(out var error, listener: heard), error.ToString());
        Assert.Contains(heard.Lines, line => line.Contains("EndMissing", StringComparison.Ordinal));
        var layer = layout.Json(layout.Json("index.json")["manifests"]![0])["layers"]![0];
        using var gzip = new GZipStream(new MemoryStream(layout.Bytes(layer)), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        gzip.CopyTo(unpacked);
        Assert.Equal(["file 7 right"], Labelled.Files([.. unpacked.ToArray(), .. new byte[1024]]));
        Assert.Equal(2048 + zeros, unpacked.Length);
    }

    [Fact]
    public void A_manifest_that_was_not_saved_is_told_and_stays()
    {
        using var layout = new TestLayout();
        layout.Index($$"""{"mediaType":"{{TestLayout.ManifestType}}","digest":"sha256:{{new string('a', 64)}}","size":5}""", layout.Image((Base, TestLayout.Plain)));
        var heard = new HeardLayout();
        Assert.True(layout.TryLabel(out _, listener: heard));
        Assert.Equal("missing sha256:aaa", heard.Lines[0]);
        Assert.Equal(2, layout.FilesOf(layout.Json("index.json")["manifests"]![1]).Count);
    }

    [Fact]
    public void Whatever_is_wrong_nothing_is_changed()
    {
        Refused(l => l.Index(l.Image((Base, TestLayout.Plain), (Base[..^1124], TestLayout.Plain))), "offset 2460: the archive ends inside the content of an entry");
        Refused(l => l.Index(l.Image((Base, "application/vnd.oci.image.layer.v1.tar+zstd"))), "tar+zstd are not supported");
        Refused(l => l.Index(l.Image((Base, "application/vnd.oci.image.layer.v1.tar+gzip+encrypted"))), "not supported");
        Refused(l => l.Index(l.Image((TestLayout.Compress(Base), TestLayout.Plain))), "compressed with gzip");
        Refused(l => l.Index(Gzipped(l, Base, TestLayout.DigestOf(Base))), "the gzip stream is damaged");
        Refused(l => l.Index(Gzipped(l, TestLayout.Compress(Base)[..^12], TestLayout.DigestOf(Base))), ":");
        Refused(l => l.Index(Gzipped(l, TestLayout.Compress(Base), TestLayout.DigestOf(Top))), "rootfs.diff_ids[0] is not the digest of that layer");
        Refused(l => l.Index(l.Blob("{]", TestLayout.ManifestType)), "this is no JSON: line 1, byte 1");
        Refused(l => l.Index(l.Blob("""{"a":1,"a":2}""", TestLayout.ManifestType)), "this is no JSON");
        Refused(l => l.Index(l.Blob("""{"a":"\ud800"}""", TestLayout.ManifestType)), "not Unicode");
        Refused(l => l.Index(l.Blob("""{"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"sha256:../../x","size":1}]}""", TestLayout.ManifestType)), "no digest");
        Refused(l => l.Index(l.Blob(new string(' ', 5 << 20) + "{}", TestLayout.ManifestType)), "more than 4194304 bytes");
        Refused(l => l.Put("index.json", "[]"), "index.json: this is no JSON object");
        Refused(l => l.Put("oci-layout", "{}"), "oci-layout: imageLayoutVersion");
        Refused(l => File.Delete(Path.Combine(l.Folder, "oci-layout")), "oci-layout: not in the layout");
        Refused(l => File.Delete(Path.Combine(l.Folder, "index.json")), "index.json: not in the layout");
        Refused(
            l =>
            {
                l.Index(l.Image((Base, TestLayout.Plain)));
                l.Put("manifest.json", "[]");
            },
            "docker save");
        Refused(
            l =>
            {
                l.Index(l.Image((Base, TestLayout.Plain), (Top, TestLayout.Plain)));
                File.AppendAllText(Path.Combine(l.Folder, "blobs/sha256", TestLayout.DigestOf(Top)[7..]), "x");
            },
            "not what its digest or size says");
        Refused(
            l =>
            {
                l.Index(l.Image((Base, TestLayout.Plain), (Top, TestLayout.Plain)));
                File.Delete(Path.Combine(l.Folder, "blobs/sha256", TestLayout.DigestOf(Top)[7..]));
            },
            "not in the layout");
    }

    [Fact]
    public void Indexes_that_nest_too_deep_are_refused()
    {
        using var layout = new TestLayout();
        var next = layout.Image((Base, TestLayout.Plain));
        for (var i = 0; i < 9; i++)
        {
            next = layout.Blob($$"""{"schemaVersion":2,"manifests":[{{next}},{{next}}]}""", TestLayout.IndexType);
        }

        layout.Index(next);
        Assert.False(layout.TryLabel(out var error));
        Assert.Contains("more than 8 times", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_index_is_answered() => Gen.Select(Gen.Int[0, 400], Gen.Byte).Sample((at, value) =>
    {
        using var layout = new TestLayout();
        layout.Index(layout.Image((Top, TestLayout.Plain)));
        var path = Path.Combine(layout.Folder, "index.json");
        var bytes = File.ReadAllBytes(path);
        bytes[at % bytes.Length] = value;
        File.WriteAllBytes(path, bytes);
        var before = layout.Snapshot();
        if (!layout.TryLabel(out _))
        {
            Assert.Equal(before, layout.Snapshot());
        }
    }, iter: 300, threads: 1);

    private static string Gzipped(TestLayout layout, byte[] layer, string diffId)
    {
        var config = layout.Blob($$$"""{"rootfs":{"diff_ids":["{{{diffId}}}"]}}""", "application/vnd.oci.image.config.v1+json");
        return layout.Blob($$"""{"config":{{config}},"layers":[{{layout.Blob(layer, TestLayout.Gzip)}}]}""", TestLayout.ManifestType);
    }

    private static void Refused(Action<TestLayout> prepare, string message)
    {
        using var layout = new TestLayout();
        layout.Index();
        prepare(layout);
        var before = layout.Snapshot();
        Assert.False(layout.TryLabel(out var error), message);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, layout.Snapshot());
    }
}
