using System.Text;
using Imara.Linux.Files;

namespace Imara.Boot.Discovery;

/// <summary>Looks into the places of <see cref="BootPlaces"/>.</summary>
internal sealed class BootSearch
{
    private readonly string root;
    private readonly ICollection<string> notes;
    private readonly byte[] imaSettings;
    private readonly byte[] evmSettings;

    /// <summary>Reads the settings.</summary>
    /// <param name="root">The folder of the system to be booted.</param>
    /// <param name="notes">Takes what cannot be followed.</param>
    public BootSearch(string root, ICollection<string> notes)
    {
        this.root = root;
        this.notes = notes;
        imaSettings = ReadSettings(BootPlaces.ImaSettings);
        evmSettings = ReadSettings(BootPlaces.EvmSettings);
    }

    /// <summary>The policy that the init of this system would take; null if there is none.</summary>
    /// <param name="places">Where it was looked for.</param>
    public PolicyPlace? FindPolicy(out IReadOnlyList<PolicyPlace> places)
    {
        places = BootPlaces.OfPolicy(root, imaSettings, notes);
        var found = places.Where(place => Exists(place.Path)).ToList();
        foreach (var other in found.Skip(1))
        {
            notes.Add($"{other.Path} ({other.Origin}) is there too and is not used");
        }

        return found.FirstOrDefault();
    }

    /// <summary>The files with certificates, in the order they are loaded: single files first, those of a folder by name.</summary>
    /// <param name="folder">The folder of keys the user names; null: the usual ones.</param>
    public IReadOnlyList<KeyFile> FindKeys(string? folder)
    {
        var files = new List<KeyFile>();
        if (folder is not null && !Directory.Exists(folder))
        {
            notes.Add($"{folder}: no such folder; no keys are loaded from it");
        }

        foreach (var place in BootPlaces.OfKeys(folder, root, imaSettings, evmSettings, notes))
        {
            if (!place.IsFolder)
            {
                if (Exists(place.Path))
                {
                    files.Add(new KeyFile(place.Path, place.Purpose));
                }

                continue;
            }

            files.AddRange(FilesOf(place));
        }

        return files;
    }

    private IEnumerable<KeyFile> FilesOf(KeyPlace place)
    {
        if (!Exists(place.Path))
        {
            return [];
        }

        try
        {
            var entries = Directory.GetFileSystemEntries(place.Path);
            Array.Sort(entries, StringComparer.Ordinal);
            foreach (var entry in entries.Where(Directory.Exists))
            {
                notes.Add($"{entry}: a folder among keys is passed over");
            }

            return entries.Where(entry => !Directory.Exists(entry)).Select(entry => new KeyFile(entry, place.Purpose));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            notes.Add($"{place.Path}: {error.Message.ReplaceLineEndings(" ")}");
            return [];
        }
    }

    private byte[] ReadSettings(string path)
    {
        var file = BootPlaces.Below(root, path);
        var error = WholeFile.Read(file, out var text);
        if (error is not Errno.None and not Errno.ENOENT and not Errno.ENOTDIR)
        {
            notes.Add($"{file}: {error}; its settings are not used");
        }

        return text;
    }

    /// <summary>True unless nothing is there.</summary>
    public static bool Exists(string path) => FileStatus.Read(Encoding.UTF8.GetBytes(path), out _) is not (Errno.ENOENT or Errno.ENOTDIR);
}
