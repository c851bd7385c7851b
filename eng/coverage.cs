#:property PublishAot=false
// Reads coverlet's JSON files, joins them, and prints the coverage of one assembly.
//   dotnet run eng/coverage.cs -- <folder of results> <assembly> <least branch coverage in percent>
// A branch is covered when any of the test projects took it. Exit code 1 below the threshold, 2 when nothing was measured.

using System.Globalization;
using System.Text.Json;

if (args is not [var folder, var assembly, var leastText])
{
    Console.Error.WriteLine("usage: coverage.cs <folder> <assembly> <percent>");
    return 2;
}

var least = double.Parse(leastText, CultureInfo.InvariantCulture);
var lines = new Dictionary<(string File, string Method, int Line), bool>();
var branches = new Dictionary<(string File, string Method, int Line, int Offset, int Path), bool>();

foreach (var report in Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories))
{
    using var json = JsonDocument.Parse(File.ReadAllBytes(report));
    if (!json.RootElement.TryGetProperty(assembly + ".dll", out var files))
    {
        continue;
    }

    foreach (var file in files.EnumerateObject())
    {
        foreach (var method in file.Value.EnumerateObject().SelectMany(type => type.Value.EnumerateObject()))
        {
            foreach (var line in method.Value.GetProperty("Lines").EnumerateObject())
            {
                var key = (file.Name, method.Name, int.Parse(line.Name, CultureInfo.InvariantCulture));
                lines[key] = lines.GetValueOrDefault(key) || line.Value.GetInt32() > 0;
            }

            foreach (var branch in method.Value.GetProperty("Branches").EnumerateArray())
            {
                var key = (file.Name, method.Name, Number(branch, "Line"), Number(branch, "Offset"), Number(branch, "Path"));
                branches[key] = branches.GetValueOrDefault(key) || Number(branch, "Hits") > 0;
            }
        }
    }
}

if (lines.Count == 0)
{
    Console.Error.WriteLine($"No coverage of {assembly} in {folder}.");
    return 2;
}

Console.WriteLine("Where the most branches were never taken:");
foreach (var file in branches.GroupBy(branch => branch.Key.File)
             .Select(group => (Name: group.Key, Missed: group.Where(branch => !branch.Value).Select(branch => branch.Key.Line).ToArray()))
             .Where(file => file.Missed.Length > 0)
             .OrderByDescending(file => file.Missed.Length)
             .Take(15))
{
    var where = string.Join(' ', file.Missed.Distinct().Order());
    Console.WriteLine($"{file.Missed.Length,6}  {Path.GetRelativePath(Environment.CurrentDirectory, file.Name)}: {where}");
}

var rate = Share(branches.Values);
Console.WriteLine($"{assembly}: lines {Share(lines.Values):F1} % of {lines.Count}, branches {rate:F1} % of {branches.Count} (at least {least:F0} %)");
return rate >= least ? 0 : 1;

static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

static double Share(ICollection<bool> covered) =>
    covered.Count == 0 ? 100 : 100.0 * covered.Count(hit => hit) / covered.Count;
