using System.Text;
using Imara.Linux.Files;

namespace Imara.Boot.Discovery;

/// <summary>Looks into the places of <see cref="BootPlaces"/>.</summary>
public sealed class BootSearch
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
        var found = places.Select(place => (Place: place, At: FoundName.Of(root, place.Path))).Where(look => look.At.IsThere)
            .Select(look => look.Place with { Path = look.At.Path, LeadsNowhere = look.At.LeadsNowhere }).ToList();
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
                var at = FoundName.Of(root, place.Path);
                if (at.IsThere)
                {
                    files.Add(new KeyFile(at.Path, place.Purpose) { LeadsNowhere = at.LeadsNowhere });
                }

                continue;
            }

            files.AddRange(FilesOf(place));
        }

        return files;
    }

    private IEnumerable<KeyFile> FilesOf(KeyPlace place)
    {
        var folder = FoundName.Of(root, place.Path);
        if (!folder.IsThere)
        {
            return [];
        }

        if (folder.LeadsNowhere)
        {
            return [new KeyFile(folder.Path, place.Purpose) { LeadsNowhere = true }];
        }

        try
        {
            var entries = Directory.GetFileSystemEntries(folder.Path);
            Array.Sort(entries, StringComparer.Ordinal);
            foreach (var entry in entries.Where(Directory.Exists))
            {
                notes.Add($"{entry}: a folder among keys is passed over");
            }

            return entries.Where(entry => !Directory.Exists(entry)).Select(entry => FoundName.Of(root, entry)).Select(at => new KeyFile(at.Path, place.Purpose) { LeadsNowhere = at.LeadsNowhere });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            notes.Add($"{place.Path}: {IoErrors.TextOf(error)}");
            return [];
        }
    }

    private byte[] ReadSettings(string path)
    {
        var file = FoundName.Of(root, BootPlaces.Below(root, path)).Path;
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
