#!/usr/bin/perl
# Writes unicode_tables.c from the Unicode character database that perl carries
# (Debian: perl-modules). Run as: perl unicode_tables.pl > unicode_tables.c
#
# Every code point has a row {flags, script, fold}; equal rows are kept once. A two-stage
# table finds the row: first by code point / 64, then within the block.
use strict;
use warnings;
use Unicode::UCD qw(charprop prop_invmap prop_value_aliases);

my $limit = 0x110000;
my %short;
sub short { $short{$_[0]} //= (prop_value_aliases("sc", $_[0]))[0] }
my @scripts = map { chomp; $_ } grep { /\S/ } split /\n/, join '', <DATA>;

# Fills @$out from a property's inversion map, through $value->(raw value).
sub fill {
	my ($property, $out, $value) = @_;
	my ($starts, $values, $format, $default) = prop_invmap($property);
	die "no $property" unless $starts;
	for my $i (0 .. $#$starts) {
		my $end = $i < $#$starts ? $starts->[$i + 1] : $limit;
		last if $starts->[$i] >= $limit;
		$out->[$_] = $value->($values->[$i], $_ - $starts->[$i]) for $starts->[$i] .. $end - 1;
	}
}

my (@category, @script, @fold, @extensions, @ignorable, @terminal, @space);
fill('General_Category', \@category, sub { $_[0] });
fill('Script', \@script, sub { short($_[0]) });
fill('Script_Extensions', \@extensions, sub { join ' ', map { short($_) } ref $_[0] ? @{$_[0]} : split / /, $_[0] });
fill('Default_Ignorable_Code_Point', \@ignorable, sub { $_[0] eq 'Y' });
fill('Sentence_Terminal', \@terminal, sub { $_[0] eq 'Y' });
fill('White_Space', \@space, sub { $_[0] eq 'Y' });
fill('Simple_Case_Folding', \@fold, sub { $_[0] ? $_[0] + $_[1] : 0 });

my %flag = (LETTER => 1, DIGIT => 2, MARK => 4, SPACE => 8, PUNCT => 16, SOLO => 32, IGNORE => 64, TERMINAL => 128);
my %script_number = map { $scripts[$_] => $_ + 1 } 0 .. $#scripts;
my $solo = qr/\b(?:Hani|Hira|Kana|Thai|Laoo|Khmr|Mymr)\b/;
my (@rows, %row_number, @row_of);
for my $c (0 .. $limit - 1) {
	my $category = $category[$c];
	my $flags = 0;
	$flags |= $flag{LETTER} if $category =~ /^(?:L|Nl|No)/;
	$flags |= $flag{DIGIT} if $category eq 'Nd';
	$flags |= $flag{MARK} if $category =~ /^M/;
	$flags |= $flag{SPACE} if $space[$c];
	$flags |= $flag{PUNCT} if $category =~ /^P/;
	$flags |= $flag{TERMINAL} if $terminal[$c];
	$flags |= $flag{SOLO} if $flags & $flag{LETTER} && $category =~ /^L/ && $extensions[$c] =~ $solo;
	$flags = $flag{IGNORE} if $ignorable[$c] && $category ne 'Cn' && !($category =~ /^L/);
	my $delta = $fold[$c] ? $fold[$c] - $c : 0;
	my $script = $script_number{$script[$c]} // 0;
	my $key = "$flags, $script, $delta";
	$row_number{$key} //= do { push @rows, $key; $#rows };
	$row_of[$c] = $row_number{$key};
}

my (@blocks, %block_number, @index);
for my $block (0 .. $limit / 64 - 1) {
	my $key = join ',', @row_of[$block * 64 .. $block * 64 + 63];
	$block_number{$key} //= do { push @blocks, $key; $#blocks };
	push @index, $block_number{$key};
}

sub table {
	my ($declaration, @values) = @_;
	print "\n$declaration = {\n";
	while (my @line = splice @values, 0, 24) {
		print "\t", join(',', @line), ",\n";
	}
	print "};\n";
}
print "/* Made by unicode_tables.pl from Unicode ", Unicode::UCD::UnicodeVersion(), "; do not edit. */\n";
print "#include \"text/unicode.h\"\n";
print "\nconst struct unicode_row unicode_rows[", scalar @rows, "] = {\n", map({ "\t{ $_ },\n" } @rows), "};\n";
table("const uint16_t unicode_blocks[" . @index . "]", @index);
table("const uint16_t unicode_row_of[" . 64 * @blocks . "]", map { split /,/ } @blocks);
# Two-byte UTF-8: what the tokenizer can take without looking at the row.
table("const uint16_t unicode_narrow[1920]", map {
	my ($flags, $script, $delta) = split /, /, $rows[$row_of[$_]];
	my $folded = $_ + $delta;
	($flags == $flag{LETTER} || $flags == $flag{DIGIT}) && $folded >= 0x80 && $folded < 0x800 ?
		0x8000 | ($flags == $flag{DIGIT} ? 0x4000 : 0) | $folded : 0
} 0x80 .. 0x7ff);
print STDERR scalar @rows, " rows, ", scalar @blocks, " blocks\n";

# Scripts, in the order of enum unicode_script (0 is any other).
__DATA__
Zyyy
Zinh
Latn
Grek
Cyrl
Armn
Hebr
Arab
Syrc
Thaa
Nkoo
Deva
Beng
Guru
Gujr
Orya
Taml
Telu
Knda
Mlym
Sinh
Thai
Laoo
Tibt
Mymr
Geor
Hang
Ethi
Cher
Cans
Khmr
Mong
Hira
Kana
Bopo
Hani
Yiii
Tfng
Olck
Java
